//! Titles of three lines and more: a trapezoid, either way up, or a diamond (GB/T 9704 7.3.1).

use super::super::text::{EPS, Text};
use super::breaks::Breaks;

/// Longer titles are filled line by line: nobody sees a shape in them.
const MOST_LINES: usize = 6;
/// So many ways to break are looked at; a title of words has some hundreds.
const MOST_WAYS: usize = 200_000;
/// How much longer one line is than the next, in em, where the words allow it.
const STEP: f64 = 2.0;
/// A shape that is none costs this much.
const SHAPELESS: f64 = 1e6;

/// The first token of each of `lines` lines that make the best shape; `None` where the words cannot be parted so.
pub(super) fn starts(text: &Text, room: f64, lines: usize, shortest: usize, breaks: &Breaks) -> Option<Vec<usize>> {
    if lines > MOST_LINES {
        return None;
    }
    let whole = text.natural(0, text.tokens.len());
    let mut search = Search {
        text,
        room,
        shortest,
        breaks,
        targets: targets(whole, lines, room),
        starts: vec![0],
        widths: Vec::new(),
        best: None,
        ways: 0,
    };
    search.next(lines);
    search.best.map(|(_, starts)| starts)
}

/// The widths that lines would have in each shape: inverted trapezoid, diamond, trapezoid.
fn targets(whole: f64, lines: usize, room: f64) -> [Vec<f64>; 3] {
    let count = lines as f64;
    let middle = (count - 1.0) / 2.0;
    let away: Vec<f64> = (0..lines).map(|line| (line as f64 - middle).abs()).collect();
    let mean_away = away.iter().sum::<f64>() / count;
    let mean = whole / count;
    let fitted = |offsets: Vec<f64>| {
        let most = offsets.iter().copied().fold(EPS, f64::max);
        let step = STEP.min((room - mean).max(0.0) / most);
        offsets.into_iter().map(|offset| mean + step * offset).collect()
    };
    let slope = |sign: f64| fitted((0..lines).map(|line| sign * (middle - line as f64)).collect());
    [slope(1.0), fitted(away.iter().map(|away| mean_away - away).collect()), slope(-1.0)]
}

/// All ways to break, the best so far kept; of equal ones the first.
struct Search<'a> {
    text: &'a Text,
    room: f64,
    shortest: usize,
    breaks: &'a Breaks,
    targets: [Vec<f64>; 3],
    starts: Vec<usize>,
    widths: Vec<f64>,
    best: Option<(f64, Vec<usize>)>,
    ways: usize,
}

impl Search<'_> {
    /// Breaks what is left into `lines` lines.
    fn next(&mut self, lines: usize) {
        let count = self.text.tokens.len();
        let Some(&start) = self.starts.last() else { return };
        self.ways += 1;
        if start >= count || self.ways > MOST_WAYS {
            return;
        }
        if lines == 1 {
            if self.fits(start, count) {
                self.widths.push(self.text.natural(start, count));
                let cost = self.cost();
                if self.best.as_ref().is_none_or(|(best, _)| cost < best - EPS) {
                    self.best = Some((cost, self.starts.clone()));
                }
                self.widths.pop();
            }
            return;
        }
        let mut cut = start + 1;
        while cut < count && self.text.natural(start, cut) <= self.room + EPS {
            // What is left has to fit.
            let left = self.text.natural(self.text.next_start(cut).min(count - 1), count);
            if self.breaks.between_words(cut) && self.fits(start, cut) && left <= self.room * (lines - 1) as f64 + EPS {
                self.widths.push(self.text.natural(start, cut));
                self.starts.push(self.text.next_start(cut));
                self.next(lines - 1);
                self.starts.pop();
                self.widths.pop();
            }
            cut += 1;
        }
    }

    fn fits(&self, start: usize, end: usize) -> bool {
        let text = self.text;
        text.natural(start, end) <= self.room + EPS
            && text.string[text.bytes(start, end)].chars().count() >= self.shortest
    }

    fn cost(&self) -> f64 {
        let off = |targets: &Vec<f64>| -> f64 {
            self.widths.iter().zip(targets).map(|(width, target)| (width - target).powi(2)).sum()
        };
        let nearest = self.targets.iter().map(off).fold(f64::INFINITY, f64::min);
        if is_shape(&self.widths) { nearest } else { nearest + SHAPELESS }
    }
}

/// Do the widths rise, fall, or rise and then fall? Lines of one width are a block, which is no shape.
fn is_shape(widths: &[f64]) -> bool {
    let falls = widths.windows(2).position(|pair| pair[1] < pair[0] - EPS);
    let rises_after = falls
        .is_some_and(|at| widths.iter().skip(at).zip(widths.iter().skip(at + 1)).any(|(one, next)| *next > one + EPS));
    let same = widths.windows(2).all(|pair| (pair[1] - pair[0]).abs() < 0.5);
    !rises_after && !same
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trapezoids_and_diamonds_are_shapes() {
        for widths in
            [&[10.0, 8.0, 6.0][..], &[6.0, 8.0, 10.0], &[6.0, 9.0, 6.0], &[9.0, 9.0, 5.0], &[4.0, 8.0, 8.0, 4.0]]
        {
            assert!(is_shape(widths), "{widths:?}");
        }
        for widths in [&[10.0, 6.0, 10.0][..], &[9.0, 9.0, 9.0], &[8.0, 6.0, 7.0, 5.0]] {
            assert!(!is_shape(widths), "{widths:?}");
        }
    }

    #[test]
    fn targets_are_as_wide_together_as_the_title() {
        for lines in 3..=MOST_LINES {
            for shape in targets(14.0 * lines as f64, lines, 19.0) {
                assert!((shape.iter().sum::<f64>() - 14.0 * lines as f64).abs() < 1e-9);
                assert!(shape.iter().all(|width| *width <= 19.0 + EPS));
            }
        }
    }
}
