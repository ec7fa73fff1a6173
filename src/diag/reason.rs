//! Why the system did not do something, in words that people know.

use std::io::{Error, ErrorKind};

/// The reason, in Chinese and English. The system's own words are English, and about the system.
pub fn reason(err: &Error) -> (String, String) {
    let (zh, en) = match err.kind() {
        ErrorKind::NotFound => ("没有这个文件或文件夹", "no such file or folder"),
        ErrorKind::PermissionDenied => ("没有权限", "not permitted"),
        ErrorKind::AlreadyExists => ("已经有同名的文件", "a file of that name is there already"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => ("磁盘已满", "the disk is full"),
        ErrorKind::ReadOnlyFilesystem => ("磁盘是只读的", "the disk is read-only"),
        ErrorKind::IsADirectory => ("这是文件夹", "it is a folder"),
        ErrorKind::NotADirectory => ("路径里有一段不是文件夹", "a part of the path is no folder"),
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy | ErrorKind::WouldBlock => {
            ("别的程序正在使用", "another program uses it")
        }
        ErrorKind::InvalidFilename => {
            ("文件名太长或有不允许的字符", "the name is too long or has a sign that is not allowed")
        }
        ErrorKind::InvalidData => ("内容不是文字", "the content is no text"),
        ErrorKind::UnexpectedEof => ("文件不完整", "the file is cut off"),
        ErrorKind::BrokenPipe => ("接收的程序已经结束", "the program that receives it has ended"),
        ErrorKind::Unsupported => ("这个位置不支持", "this place does not support it"),
        ErrorKind::OutOfMemory => ("内存不够", "there is not enough memory"),
        ErrorKind::TimedOut
        | ErrorKind::NetworkUnreachable
        | ErrorKind::HostUnreachable
        | ErrorKind::StaleNetworkFileHandle => ("网络盘没有响应", "the network disk does not answer"),
        _ => {
            return err.raw_os_error().map_or_else(
                || ("系统没有说明原因".to_owned(), "the system gives no reason".to_owned()),
                |number| (format!("系统错误 {number}"), format!("system error {number}")),
            );
        }
    };
    (zh.to_owned(), en.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_in_words_of_both_languages() {
        let missing = std::fs::read("/nonexistent/x").unwrap_err();
        assert_eq!(reason(&missing), ("没有这个文件或文件夹".to_owned(), "no such file or folder".to_owned()));
        assert_eq!(reason(&Error::from_raw_os_error(5)).0, "系统错误 5");
        assert_eq!(reason(&Error::other("x")).1, "the system gives no reason");
    }
}
