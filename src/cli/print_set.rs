//! `--print-set`: the finished letters of a run in one file, for printing on both sides.

use std::fs::{self, File};
use std::io::{BufWriter, Read as _, Write as _};
use std::path::Path;

use dafu::archive;
use dafu::diag::{Code, Diagnostic, LetterRef, Message, Origin, Outcome};
use dafu::print_set::{Failure, Joining, MARK, PrintSet};

use super::new_file;

/// A letter that is to be printed.
pub(crate) struct Sheet {
    /// Its identity and number.
    pub(crate) letter: LetterRef,
    /// Its file, relative to the run's folder; nothing where it was not made.
    pub(crate) file: Option<String>,
}

/// Refuses a place where something else than an earlier print set stands. Asked before the letters are made.
pub(crate) fn refuse_other(path: &Path) -> Outcome<()> {
    let mut begins = Vec::new();
    let mark = u64::try_from(MARK.len()).unwrap_or_default();
    let read = File::open(path).and_then(|file| file.take(mark).read_to_end(&mut begins));
    if read.is_ok() && begins == MARK {
        return Ok(());
    }
    new_file::refuse_existing(path, false).map_err(|_| {
        let message = Message::new(
            "这里已经有别的文件，不是 dafu 写的打印文件，没有改动",
            "there is another file here, no print set of dafu; it was left as it is",
        );
        let problem = Diagnostic::error(Code::OutputExists, message).at(&Origin::file(path));
        vec![problem.hint("换一个文件名，或先自己移走原来的", "give another name, or move this one away yourself")]
    })
}

/// Joins the letters of `dir` in the order given. Where one cannot be joined no file is written.
pub(crate) fn write(path: &Path, dir: &Path, sheets: &[Sheet]) -> Outcome<Joining> {
    refuse_other(path)?;
    let mut unreadable = Vec::new();
    let mut joining = Joining { letters: 0, sheets: 0 };
    let written = archive::write_whole_by(path, |file| {
        let mut set = PrintSet::begin(BufWriter::new(file))?;
        for Sheet { letter, file } in sheets {
            let Some(name) = file else { continue };
            let place = dir.join(name);
            let bytes = fs::read(&place)?;
            let stem = Path::new(name).file_stem().unwrap_or_default().to_string_lossy();
            match set.add(&stem, &bytes) {
                Ok(()) => {}
                Err(Failure::Unreadable(why)) => unreadable.push(unreadable_letter(&place, letter, &why)),
                Err(Failure::Io(err)) => return Err(err),
            }
        }
        if !unreadable.is_empty() {
            return Err(std::io::ErrorKind::InvalidData.into());
        }
        let (mut out, joined) = set.finish()?;
        joining = joined;
        out.flush()
    });
    if unreadable.is_empty() { written.map(|()| joining) } else { Err(unreadable) }
}

fn unreadable_letter(place: &Path, letter: &LetterRef, why: &Message) -> Diagnostic {
    use dafu::diag::Lang::{En, Zh};
    let message = Message::new(
        format!("这封函拼不进打印文件，打印文件没有写（{}）", why.text(Zh)),
        format!("this letter cannot be joined to the print set, which was not written ({})", why.text(En)),
    );
    Diagnostic::error(Code::PrintSetUnreadable, message)
        .at(&Origin::file(place))
        .letter(letter)
        .hint("单独打印这一封，其余的用 --only 拼成打印文件", "print it by itself and join the others with --only")
}

/// The warning that letters are missing.
pub(crate) fn incomplete(path: &Path, missing: usize) -> Diagnostic {
    let message = Message::new(
        format!("打印文件里缺 {missing} 件没有办好的函"),
        format!(
            "the print set lacks {missing} {} not made",
            if missing == 1 { "letter that was" } else { "letters that were" }
        ),
    );
    Diagnostic::warning(Code::PrintSetIncomplete, message).at(&Origin::file(path)).hint(
        "改好以后再运行同一条命令，打印文件会换成齐全的",
        "put right what failed and run the same command again: the print set is replaced by a full one",
    )
}

/// What people are told.
pub(crate) fn told(path: &Path, joining: Joining) -> Message {
    let (path, Joining { letters, sheets }) = (path.display(), joining);
    Message::new(
        format!("打印文件 {path}：{letters} 件，双面打印用纸 {sheets} 张"),
        format!("print set {path}: {letters} letters on {sheets} sheets, printed on both sides"),
    )
}
