//! What can be wrong with keys and with signing.

use super::key::Failure;
use super::{Cert, KeySource, Level, SignTime, behind};
use crate::diag::{Code, Diagnostic, Message};

/// A key that could not be opened.
pub(super) fn of_key(source: &KeySource, failure: Failure) -> Diagnostic {
    let shown = source.shown();
    let about = |message: &Message| behind(&format!("密钥 {shown}"), &format!("the key {shown}"), message);
    match failure {
        Failure::Unreadable(message) => Diagnostic::error(Code::KeyUnreadable, about(&message)).hint(
            "核对路径和文件；密钥可以是 .p12、.pfx、.pem、pkcs11:、command:",
            "check path and file: a key may be .p12, .pfx, .pem, pkcs11: or command:",
        ),
        Failure::Password(message) => Diagnostic::error(Code::PasswordWrong, about(&message)).hint(
            "用 --password-file 指明存放密码的文件，或设变量 DAFU_PASSWORD，或在终端里运行时输入",
            "name a file with the password by --password-file, set DAFU_PASSWORD, or type it on a terminal",
        ),
        Failure::Unusable(message) => Diagnostic::error(Code::KeyUnusable, about(&message)).hint(
            "核对密钥和证书是否配套，签名程序或设备能否使用",
            "see that key and certificate belong together, and that the program or token works",
        ),
    }
}

/// What is wrong with a signer's certificate at `when`.
pub(super) fn of_certificate(source: &KeySource, cert: &Cert, when: SignTime) -> Option<Diagnostic> {
    let (shown, name) = (source.shown(), cert.name());
    let (from, to) = cert.validity();
    let day = |seconds: i64| {
        jiff::Timestamp::from_second(seconds).map(|time| time.strftime("%Y-%m-%d").to_string()).unwrap_or_default()
    };
    if !cert.holds_at(when.seconds()) {
        let expired = when.seconds() > to;
        let (zh, en) = if expired { ("已过期", "has expired") } else { ("尚未生效", "is not valid yet") };
        let message = Message::new(
            format!("密钥 {shown} 的证书（{name}）{zh}：有效期 {} 至 {}", day(from), day(to)),
            format!("the certificate ({name}) of the key {shown} {en}: it holds from {} to {}", day(from), day(to)),
        );
        return Some(
            Diagnostic::error(Code::CertificateNotValid, message)
                .hint("向发证机构换新证书", "ask its authority for a new one"),
        );
    }
    if !cert.may_sign() {
        let message = Message::new(
            format!("密钥 {shown} 的证书（{name}）不能用于签名"),
            format!("the certificate ({name}) of the key {shown} may not sign"),
        );
        return Some(
            Diagnostic::error(Code::CertificateUsage, message)
                .hint("用途里要有“数字签名”或“不可否认”；多半是拿错了加密证书", "its key usage must have digitalSignature or nonRepudiation: this is probably the certificate for encryption"),
        );
    }
    None
}

/// A seal platform stamps the whole file: nothing can come after or before it.
pub(super) fn platform_alone() -> Diagnostic {
    let message = Message::new(
        "file-command: 只能单独用，不能再加别的 --sign、--tsa 或 --level",
        "file-command: stands alone, without another --sign, --tsa or --level",
    );
    Diagnostic::error(Code::OptionInvalid, message)
        .hint("时间戳等由盖章平台自己加", "the platform itself adds timestamps and the like")
}

/// A level that needs a time.
pub(super) fn level_without_authority(level: Level) -> Diagnostic {
    let level = level.as_str();
    let message = Message::new(format!("--level {level} 需要时间戳"), format!("--level {level} needs timestamps"));
    Diagnostic::error(Code::OptionInvalid, message)
        .hint("用 --tsa 写明时间戳服务的地址", "name a timestamp authority by --tsa")
}

/// The certificate is another unit's.
pub(super) fn other_name(name: &str, issuer: &str) -> Diagnostic {
    let message = Message::new(
        format!("证书上的名称是“{name}”，函上的发文机关是“{issuer}”"),
        format!("the certificate is of `{name}`, the letter's issuer is `{issuer}`"),
    );
    Diagnostic::warning(Code::SignerNotIssuer, message).hint(
        "核对是不是用错了密钥，或者台账里单位名称写得不全",
        "see whether the key is the wrong one, or the issuer's name is not in full",
    )
}

/// As many keys as issuers, or one.
pub(super) fn counts_differ(keys: usize, issuers: usize) -> Diagnostic {
    let message = Message::new(
        format!("--sign 有 {keys} 个，这封函的发文机关有 {issuers} 个"),
        format!("there are {keys} --sign, and the letter has {issuers} issuers"),
    );
    Diagnostic::error(Code::SigningFailed, message).hint(
        "按发文机关的次序逐一写 --sign，或者只写一个",
        "give one --sign for each issuer in their order, or one only",
    )
}

/// Signing did not succeed.
pub(super) fn failed(message: Message) -> Diagnostic {
    Diagnostic::error(Code::SigningFailed, behind("没有签成", "signing failed", &message))
        .hint("再运行一次；已经签好的不会重做", "run again: letters that are signed are not made again")
}

/// A timestamp was not to be had: the letter is not made, since it would claim a time that it does not have.
pub(super) fn no_stamp(message: Message) -> Diagnostic {
    Diagnostic::error(Code::TimestampFailed, message).hint(
        "等时间戳服务恢复后再运行一次，只办还没有办好的",
        "run again when the authority is back: only what is missing is made",
    )
}

/// A draft is never signed.
pub(super) fn draft() -> Diagnostic {
    let message = Message::new("这是样稿，不能签名", "this is a draft: it is never signed");
    Diagnostic::error(Code::SigningFailed, message)
        .hint("不加 --draft 再办一次，签正式的函", "make the letter itself, without --draft, and sign that")
}

/// A seal that would leave dafu unsigned.
pub(super) fn seal_of_platform() -> Diagnostic {
    let message = Message::new(
        "盖章平台自己盖章，不能再加印章",
        "a platform sets its own seal: it is given no letter that has one",
    );
    Diagnostic::error(Code::OptionInvalid, message).hint("删去 --seal", "leave --seal out")
}

/// A file that is no unsigned letter of ours.
pub(super) fn not_ours(message: Message) -> Diagnostic {
    Diagnostic::error(Code::SigningFailed, behind("这个文件不能签名", "the file cannot be signed", &message)).hint(
        "只能签 dafu 生成、还没有签过名的 PDF",
        "only PDFs that dafu made and that are not signed yet can be signed",
    )
}
