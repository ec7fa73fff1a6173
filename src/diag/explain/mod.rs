//! What each kind of problem means, an example, and what to do, in plain words: `dafu explain`.
//!
//! The texts are tables, a file a group of codes. A code without a text does not compile.

mod archive;
mod content;
mod input;
mod joining;
mod layout;
mod letter;
mod pack;
mod page;
mod profile;
mod run;
mod sent;
mod signing;
#[cfg(test)]
mod tests;
mod text_file;

use super::{Code, Lang};

/// Both wordings of a text: Chinese, English.
type Wordings = (&'static str, &'static str);

/// What is to be known of a kind of problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation {
    means: Wordings,
    example: Wordings,
    remedy: Wordings,
}

impl Explanation {
    /// What the code means; one sentence.
    pub fn means(&self, lang: Lang) -> &'static str {
        in_lang(self.means, lang)
    }

    /// Where one meets it.
    pub fn example(&self, lang: Lang) -> &'static str {
        in_lang(self.example, lang)
    }

    /// What to do.
    pub fn remedy(&self, lang: Lang) -> &'static str {
        in_lang(self.remedy, lang)
    }
}

fn in_lang((zh, en): Wordings, lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// The explanation of a code.
pub fn explain(code: Code) -> &'static Explanation {
    match code {
        Code::Io => &run::IO,
        Code::OptionInvalid => &run::OPTION_INVALID,
        Code::OptionForbidden => &run::OPTION_FORBIDDEN,
        Code::OutputCollision => &run::OUTPUT_COLLISION,
        Code::OutputBusy => &run::OUTPUT_BUSY,
        Code::OutputUnwritable => &run::OUTPUT_UNWRITABLE,
        Code::JournalDamaged => &run::JOURNAL_DAMAGED,
        Code::FileLeftOver => &run::FILE_LEFT_OVER,
        Code::Interrupted => &run::INTERRUPTED,
        Code::OnlyEmpty => &run::ONLY_EMPTY,
        Code::Internal => &run::INTERNAL,
        Code::FileMovedAside => &run::FILE_MOVED_ASIDE,
        Code::OutputExists => &run::OUTPUT_EXISTS,
        Code::PublicationRefused => &run::PUBLICATION_REFUSED,
        Code::PublicationWithdrawn => &run::PUBLICATION_WITHDRAWN,
        Code::IssuedChanged => &sent::ISSUED_CHANGED,
        Code::IssuedLost => &sent::ISSUED_LOST,
        Code::IssuedInTheWay => &sent::ISSUED_IN_THE_WAY,
        Code::IssueNotAsMade => &sent::ISSUE_NOT_AS_MADE,
        Code::ReissueEmpty => &sent::REISSUE_EMPTY,
        Code::LetterTimeout => &sent::LETTER_TIMEOUT,
        Code::LetterDeadly => &sent::LETTER_DEADLY,
        Code::NotAnOutput => &sent::NOT_AN_OUTPUT,
        Code::MergeConflict => &joining::MERGE_CONFLICT,
        Code::PrintSetUnreadable => &joining::PRINT_SET_UNREADABLE,
        Code::PrintSetIncomplete => &joining::PRINT_SET_INCOMPLETE,
        Code::FormatUnknown => &input::FORMAT_UNKNOWN,
        Code::FormatMismatch => &input::FORMAT_MISMATCH,
        Code::FormatOld => &input::FORMAT_OLD,
        Code::FileDamaged => &input::FILE_DAMAGED,
        Code::FileEncrypted => &input::FILE_ENCRYPTED,
        Code::FileEmpty => &input::FILE_EMPTY,
        Code::EncodingUnknown => &input::ENCODING_UNKNOWN,
        Code::FileOpenElsewhere => &input::FILE_OPEN_ELSEWHERE,
        Code::HeadingsMissing => &input::HEADINGS_MISSING,
        Code::HeadingUnknown => &input::HEADING_UNKNOWN,
        Code::HeadingResembles => &input::HEADING_RESEMBLES,
        Code::HeadingDuplicate => &input::HEADING_DUPLICATE,
        Code::HeadingAmbiguous => &input::HEADING_AMBIGUOUS,
        Code::ColumnMissing => &input::COLUMN_MISSING,
        Code::SheetSkipped => &input::SHEET_SKIPPED,
        Code::SheetHidden => &input::SHEET_HIDDEN,
        Code::SheetUnknown => &input::SHEET_UNKNOWN,
        Code::LedgerEmpty => &input::LEDGER_EMPTY,
        Code::RowHidden => &input::ROW_HIDDEN,
        Code::RowStruck => &input::ROW_STRUCK,
        Code::RowTotal => &input::ROW_TOTAL,
        Code::TextStruck => &input::TEXT_STRUCK,
        Code::RowOfOtherUnit => &input::ROW_OF_OTHER_UNIT,
        Code::ColumnHidden => &input::COLUMN_HIDDEN,
        Code::CellError => &input::CELL_ERROR,
        Code::FormulaWithoutValue => &input::FORMULA_WITHOUT_VALUE,
        Code::NumberAsText => &input::NUMBER_AS_TEXT,
        Code::ZeroMaybeLost => &input::ZERO_MAYBE_LOST,
        Code::DigitsLost => &input::DIGITS_LOST,
        Code::JsonType => &input::JSON_TYPE,
        Code::JsonSyntax => &input::JSON_SYNTAX,
        Code::KeyTwice => &input::KEY_TWICE,
        Code::BodyTwice => &text_file::BODY_TWICE,
        Code::BodyFileOutside => &text_file::BODY_FILE_OUTSIDE,
        Code::BodyFileMissing => &text_file::BODY_FILE_MISSING,
        Code::BodyFileSeveral => &text_file::BODY_FILE_SEVERAL,
        Code::BodyFileLeftOver => &text_file::BODY_FILE_LEFT_OVER,
        Code::BodyFileUnclear => &text_file::BODY_FILE_UNCLEAR,
        Code::BodyFileDiffers => &text_file::BODY_FILE_DIFFERS,
        Code::BodyFileWhole => &text_file::BODY_FILE_WHOLE,
        Code::BodyFileLineLeftOut => &text_file::BODY_FILE_LINE_LEFT_OUT,
        Code::RevisionsAccepted => &text_file::REVISIONS_ACCEPTED,
        Code::ObjectInText => &text_file::OBJECT_IN_TEXT,
        Code::TextHidden => &text_file::TEXT_HIDDEN,
        Code::SymbolUnknown => &text_file::SYMBOL_UNKNOWN,
        Code::TableSimplified => &text_file::TABLE_SIMPLIFIED,
        Code::ListSimplified => &text_file::LIST_SIMPLIFIED,
        Code::ValueMissing => &letter::VALUE_MISSING,
        Code::ValueForbidden => &letter::VALUE_FORBIDDEN,
        Code::ValueNotPrinted => &letter::VALUE_NOT_PRINTED,
        Code::ElementNotSet => &letter::ELEMENT_NOT_SET,
        Code::NumberMalformed => &letter::NUMBER_MALFORMED,
        Code::MatterUnknown => &letter::MATTER_UNKNOWN,
        Code::GenreUnknown => &letter::GENRE_UNKNOWN,
        Code::AssemblyUnknown => &letter::ASSEMBLY_UNKNOWN,
        Code::SessionMalformed => &letter::SESSION_MALFORMED,
        Code::DateImpossible => &letter::DATE_IMPOSSIBLE,
        Code::DateAmbiguous => &letter::DATE_AMBIGUOUS,
        Code::DateMalformed => &letter::DATE_MALFORMED,
        Code::CategoryUnknown => &letter::CATEGORY_UNKNOWN,
        Code::DocNumberMalformed => &letter::DOC_NUMBER_MALFORMED,
        Code::DocNumberSeries => &letter::DOC_NUMBER_SERIES,
        Code::CountMalformed => &letter::COUNT_MALFORMED,
        Code::NameMalformed => &letter::NAME_MALFORMED,
        Code::ListComma => &letter::LIST_COMMA,
        Code::RoleUnknown => &letter::ROLE_UNKNOWN,
        Code::AnswerUnknown => &letter::ANSWER_UNKNOWN,
        Code::DisclosureUnknown => &letter::DISCLOSURE_UNKNOWN,
        Code::SecrecyRefused => &letter::SECRECY_REFUSED,
        Code::LetterDuplicate => &letter::LETTER_DUPLICATE,
        Code::DocNumberDuplicate => &letter::DOC_NUMBER_DUPLICATE,
        Code::IssuerAbsent => &letter::ISSUER_ABSENT,
        Code::BodyMalformed => &letter::BODY_MALFORMED,
        Code::TitleTooLong => &letter::TITLE_TOO_LONG,
        Code::FileNameChanged => &letter::FILE_NAME_CHANGED,
        Code::TextNormalised => &letter::TEXT_NORMALISED,
        Code::ValueTooLong => &letter::VALUE_TOO_LONG,
        Code::ProfileUnknown => &profile::PROFILE_UNKNOWN,
        Code::ProfileConflict => &profile::PROFILE_CONFLICT,
        Code::TomlSyntax => &profile::TOML_SYNTAX,
        Code::TomlKeyUnknown => &profile::TOML_KEY_UNKNOWN,
        Code::TomlValue => &profile::TOML_VALUE,
        Code::PatternUnknown => &profile::PATTERN_UNKNOWN,
        Code::TemplatesMissing => &profile::TEMPLATES_MISSING,
        Code::TemplateSyntax => &profile::TEMPLATE_SYNTAX,
        Code::TemplateVariable => &profile::TEMPLATE_VARIABLE,
        Code::TemplateUnsafe => &profile::TEMPLATE_UNSAFE,
        Code::TemplateFill => &profile::TEMPLATE_FILL,
        Code::TemplateTimeout => &pack::TEMPLATE_TIMEOUT,
        Code::TemplateMemory => &pack::TEMPLATE_MEMORY,
        Code::PackUnknown => &pack::PACK_UNKNOWN,
        Code::PackVersion => &pack::PACK_VERSION,
        Code::PackDiffers => &pack::PACK_DIFFERS,
        Code::PackFontMissing => &pack::PACK_FONT_MISSING,
        Code::PackFileDamaged => &pack::PACK_FILE_DAMAGED,
        Code::PackInTheWay => &pack::PACK_IN_THE_WAY,
        Code::SampleDiffers => &pack::SAMPLE_DIFFERS,
        Code::SampleUnrecorded => &pack::SAMPLE_UNRECORDED,
        Code::FontsMissing => &page::FONTS_MISSING,
        Code::FontUnusable => &page::FONT_UNUSABLE,
        Code::FontsNoneFound => &page::FONTS_NONE_FOUND,
        Code::CharacterMissing => &page::CHARACTER_MISSING,
        Code::CharacterWithoutInk => &page::CHARACTER_WITHOUT_INK,
        Code::CharacterPrivate => &page::CHARACTER_PRIVATE,
        Code::CharacterControl => &page::CHARACTER_CONTROL,
        Code::TypstError => &page::TYPST_ERROR,
        Code::TypstWarning => &page::TYPST_WARNING,
        Code::PageEmpty => &page::PAGE_EMPTY,
        Code::LineNotAsTold => &page::LINE_NOT_AS_TOLD,
        Code::LineOverfull => &page::LINE_OVERFULL,
        Code::SignatureApart => &layout::SIGNATURE_APART,
        Code::ColophonAlone => &layout::COLOPHON_ALONE,
        Code::FirstPageWithoutText => &layout::FIRST_PAGE_WITHOUT_TEXT,
        Code::SealMisplaced => &layout::SEAL_MISPLACED,
        Code::TableWide => &layout::TABLE_WIDE,
        Code::FeedbackFormNone => &layout::FEEDBACK_FORM_NONE,
        Code::FeedbackFormLong => &layout::FEEDBACK_FORM_LONG,
        Code::PdfRefused => &page::PDF_REFUSED,
        Code::PunctuationMixed => &content::PUNCTUATION_MIXED,
        Code::PunctuationDoubled => &content::PUNCTUATION_DOUBLED,
        Code::DigitsFullWidth => &content::DIGITS_FULL_WIDTH,
        Code::PlaceholderLeft => &content::PLACEHOLDER_LEFT,
        Code::HeadingGap => &content::HEADING_GAP,
        Code::HeadingRepeat => &content::HEADING_REPEAT,
        Code::HeadingJump => &content::HEADING_JUMP,
        Code::AddressMismatch => &content::ADDRESS_MISMATCH,
        Code::NounMixed => &content::NOUN_MIXED,
        Code::PhraseDoubled => &content::PHRASE_DOUBLED,
        Code::DocNumberInText => &content::DOC_NUMBER_IN_TEXT,
        Code::DocNumberYear => &content::DOC_NUMBER_YEAR,
        Code::CategoryDoubtful => &content::CATEGORY_DOUBTFUL,
        Code::DateBeforeMeeting => &content::DATE_BEFORE_MEETING,
        Code::DateAfterDue => &content::DATE_AFTER_DUE,
        Code::PreviousMissing => &content::PREVIOUS_MISSING,
        Code::MobilePublished => &content::MOBILE_PUBLISHED,
        Code::CellMaybeCut => &content::CELL_MAYBE_CUT,
        Code::TextRepeated => &content::TEXT_REPEATED,
        Code::KeyUnreadable => &signing::KEY_UNREADABLE,
        Code::PasswordWrong => &signing::PASSWORD_WRONG,
        Code::KeyUnusable => &signing::KEY_UNUSABLE,
        Code::CertificateNotValid => &signing::CERTIFICATE_NOT_VALID,
        Code::CertificateUsage => &signing::CERTIFICATE_USAGE,
        Code::SignerNotIssuer => &signing::SIGNER_NOT_ISSUER,
        Code::SecretReadable => &signing::SECRET_READABLE,
        Code::SealUnusable => &signing::SEAL_UNUSABLE,
        Code::SealCoarse => &signing::SEAL_COARSE,
        Code::SealsDiffer => &signing::SEALS_DIFFER,
        Code::SealNotSet => &signing::SEAL_NOT_SET,
        Code::SigningFailed => &signing::SIGNING_FAILED,
        Code::TimestampFailed => &signing::TIMESTAMP_FAILED,
        Code::AdoptUnmatched => &signing::ADOPT_UNMATCHED,
        Code::AdoptDiffers => &signing::ADOPT_DIFFERS,
        Code::AdoptUnread => &signing::ADOPT_UNREAD,
        Code::ArchiveElementMissing => &archive::ARCHIVE_ELEMENT_MISSING,
        Code::ArchiveElementWrong => &archive::ARCHIVE_ELEMENT_WRONG,
        Code::ArchiveCodeTwice => &archive::ARCHIVE_CODE_TWICE,
        Code::ComponentUnclear => &archive::COMPONENT_UNCLEAR,
        Code::ComponentMissing => &archive::COMPONENT_MISSING,
        Code::LetterChanged => &archive::LETTER_CHANGED,
        Code::LetterNotNoted => &archive::LETTER_NOT_NOTED,
        Code::LetterUnsigned => &archive::LETTER_UNSIGNED,
        Code::TemplatesChanged => &archive::TEMPLATES_CHANGED,
        Code::PackageUnreadable => &archive::PACKAGE_UNREADABLE,
    }
}
