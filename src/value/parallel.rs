//! Work shared among threads, so that the result is the same for any number of them.

use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::mpsc::sync_channel;
use std::thread::{ScopedJoinHandle, available_parallelism, scope};

/// Returns how many threads to share some work among: below `worth` each, another one costs more than it saves.
pub(crate) fn threads(work: usize, worth: usize) -> usize {
    let there_are = available_parallelism().map_or(1, usize::from);
    there_are.min(work.checked_div(worth).unwrap_or(1)).max(1)
}

/// Runs each part in a thread of its own, a single one in this; returns what comes of them, in their order.
pub(crate) fn each<P: Send, R: Send>(parts: Vec<P>, run: impl Fn(P) -> R + Sync) -> Vec<R> {
    if parts.len() < 2 {
        return parts.into_iter().map(run).collect();
    }
    scope(|scope| {
        let run = &run;
        let running: Vec<_> = parts.into_iter().map(|part| scope.spawn(move || run(part))).collect();
        running.into_iter().map(joined).collect()
    })
}

/// Makes parts in several threads and takes what comes of them in their order; no thread is more than two parts ahead.
#[expect(clippy::arithmetic_side_effects, reason = "there is at least one thread")]
pub(crate) fn in_order<P: Send, R: Send, E>(
    threads: usize,
    parts: Vec<P>,
    make: impl Fn(P) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    if threads < 2 {
        return parts.into_iter().map(make).try_for_each(take);
    }
    let (make, count) = (&make, parts.len());
    let mut queues: Vec<Vec<P>> = (0..threads).map(|_| Vec::new()).collect();
    for (at, part) in parts.into_iter().enumerate() {
        queues[at % threads].push(part);
    }
    scope(|scope| {
        let start = |queue: Vec<P>| {
            let (sender, receiver) = sync_channel(1);
            // Nobody listens any more where taking has failed.
            scope.spawn(move || queue.into_iter().try_for_each(|part| sender.send(make(part))));
            receiver
        };
        let receivers: Vec<_> = queues.into_iter().map(start).collect();
        // A thread that panicked sends nothing; the scope panics then, when all have ended.
        (0..count).map_while(|at| receivers[at % threads].recv().ok()).try_for_each(&mut take)
    })
}

/// Waits for a thread; a panic in it is a bug, and is one here as well.
pub(crate) fn joined<R>(running: ScopedJoinHandle<'_, R>) -> R {
    running.join().unwrap_or_else(|panic| resume_unwind(panic))
}

/// Cuts items into at most so many runs of about the same count of quotes.
///
/// `starts` has where the quotes of each item start, and at the end where those of the last one end.
pub(crate) fn runs(starts: &[u32], count: usize) -> Vec<Range<usize>> {
    let count = u32::try_from(count).unwrap_or(u32::MAX).max(1);
    let items = starts.len().saturating_sub(1);
    let start = starts.first().copied().unwrap_or(0);
    let quotes = starts.last().map_or(0, |end| end.saturating_sub(start));
    let share = quotes.div_ceil(count).max(1);
    let mut first = 0;
    let mut runs = Vec::new();
    for run in 1..=count {
        let aim = start.saturating_add(share.saturating_mul(run));
        // The last one takes whatever items are left, those without quotes among them.
        let end = if run >= count { items } else { starts.partition_point(|start| *start < aim).min(items) };
        if end > first {
            runs.push(first..end);
            first = end;
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_have_about_the_same_count_of_quotes() {
        let cut = |starts: &[u32], count| runs(starts, count).iter().map(ExactSizeIterator::len).collect::<Vec<_>>();
        assert_eq!(runs(&[0, 2, 4, 6, 8], 2), [0..2, 2..4]);
        assert_eq!(runs(&[7, 107, 108, 109], 2), [0..1, 1..3]);
        assert_eq!(cut(&[0, 0, 0, 5], 2), [3]);
        assert_eq!(cut(&[0, 5, 5, 5], 1), [3]);
        assert_eq!(cut(&[0, 0, 0], 4), [2]);
        assert_eq!(cut(&[0, 1, 2, 3], 8), [1, 1, 1]);
        assert_eq!((cut(&[0], 2), cut(&[], 2), cut(&[0, 9], 0)), (vec![], vec![], vec![1]));
    }

    #[test]
    fn results_come_in_the_order_of_the_parts() {
        assert_eq!(each((0..50).collect(), |part| part * 2), (0..100).step_by(2).collect::<Vec<_>>());
    }

    #[test]
    fn parts_are_taken_in_their_order_until_one_fails() {
        for threads in 1..5 {
            let mut taken = Vec::new();
            let result = in_order(
                threads,
                (0..20).collect(),
                |part| part * 2,
                |made| {
                    taken.push(made);
                    if made < 20 { Ok(()) } else { Err(made) }
                },
            );
            assert_eq!((result, taken), (Err(20), (0..=20).step_by(2).collect()));
        }
        assert_eq!(in_order(2, vec![1], |part| part, |_| Ok::<_, ()>(())), Ok(()));
    }

    #[test]
    fn little_work_is_not_shared() {
        assert_eq!((threads(0, 10), threads(9, 10), threads(usize::MAX, 0)), (1, 1, 1));
    }
}
