//! JSON in the form of RFC 8785 (JCS): the one form in which it is hashed, and a reader that takes no second meaning.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::Serialize;
use serde_json::{Map, Value};

/// Returns the canonical bytes of a value, without a newline.
///
/// # Errors
///
/// A value that is no JSON, such as a map whose keys are no strings.
pub fn bytes(value: &impl Serialize) -> Result<Vec<u8>, serde_json::Error> {
    serde_json_canonicalizer::to_vec(value)
}

/// Reads JSON that has one meaning only: a key that stands twice in an object, and a number that is not a small whole
/// one, are errors.
///
/// # Errors
///
/// Returns what is wrong, with line and column.
pub fn parse(bytes: &[u8]) -> Result<Value, serde_json::Error> {
    serde_json::from_slice::<Strict>(bytes).map(|strict| strict.0)
}

/// A value read strictly.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Self)
    }
}

struct StrictVisitor;

/// The largest whole number that every JSON reader keeps: 2^53 - 1.
const LARGEST: u64 = (1 << 53) - 1;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON without doubled keys and with whole numbers only")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Value, E> {
        if value <= LARGEST { Ok(value.into()) } else { Err(E::custom("a number above 9007199254740991")) }
    }

    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<Value, E> {
        Err(E::custom("a negative number; amounts are texts"))
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<Value, E> {
        Err(E::custom("a number with a fraction or an exponent; amounts are texts"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(Strict(value)) = list.next_element()? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut values = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            let Strict(value) = map.next_value()?;
            if values.insert(key.clone(), value).is_some() {
                return Err(A::Error::custom(format_args!("the key {key:?} stands twice")));
            }
        }
        Ok(Value::Object(values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_written_in_one_form() {
        let text = "{ \"b\": [1, null, true], \"a\": {\"€\": \"x\\u0041\", \"\\ud83d\\ude00\": \"\"} }";
        let value = parse(text.as_bytes()).unwrap();
        // RFC 8785 sorts keys by UTF-16 code units.
        assert_eq!(
            String::from_utf8(bytes(&value).unwrap()).unwrap(),
            "{\"a\":{\"€\":\"xA\",\"😀\":\"\"},\"b\":[1,null,true]}"
        );
    }

    #[test]
    fn what_has_a_second_meaning_is_refused() {
        for text in [
            r#"{"a":1,"a":1}"#,
            r#"{"a":{"b":1,"b":2}}"#,
            r#"{"a":1,"\u0061":1}"#,
            "1.0",
            "1e2",
            "-1",
            "9007199254740993",
            "{\"a\":1} x",
            r#""\ud800""#,
            "",
        ] {
            assert!(parse(text.as_bytes()).is_err(), "{text}");
        }
        assert!(parse("[".repeat(100_000).as_bytes()).is_err());
    }
}
