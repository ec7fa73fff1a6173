//! The stable names of all problems.

macro_rules! codes {
    ($($(#[doc = $doc:expr])+ $variant:ident = $name:literal,)+) => {
        /// The stable name of a kind of problem, as in `error[date-impossible]`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[doc = $doc])+ $variant,)+ }

        impl Code {
            /// Every code there is.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// Its name: lowercase words parted by hyphens. Never changes.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

codes! {
    // the run
    /// A file or folder could not be read or written.
    Io = "io",
    /// An option, variable or `dafu.toml` key is wrong.
    OptionInvalid = "option-invalid",
    /// An option stands where it may not: in a `dafu.toml` beside a ledger, or in the sheet 设置.
    OptionForbidden = "option-forbidden",
    /// Two ledgers would share one output folder.
    OutputCollision = "output-collision",
    /// Another dafu works in the output folder.
    OutputBusy = "output-busy",
    /// The output folder cannot be written.
    OutputUnwritable = "output-unwritable",
    /// The journal of an output folder cannot be understood.
    JournalDamaged = "journal-damaged",
    /// A file in the output folder belongs to no letter of this ledger any more.
    FileLeftOver = "file-left-over",
    /// The run was stopped before it was done.
    Interrupted = "interrupted",
    /// `--only` chose nothing.
    OnlyEmpty = "only-empty",
    /// Something went wrong inside dafu.
    Internal = "internal",
    /// A file that dafu did not write stands where a letter belongs and is moved aside.
    FileMovedAside = "file-moved-aside",
    /// A file that would be written is there already.
    OutputExists = "output-exists",
    /// No copy of a letter was made for publication.
    PublicationRefused = "publication-refused",
    /// An earlier copy of a letter that may not be published was taken out of the folder.
    PublicationWithdrawn = "publication-withdrawn",
    /// A letter that was sent would come out otherwise, or its file was changed: it is kept.
    IssuedChanged = "issued-changed",
    /// The file of a letter that was sent is gone and cannot be made again.
    IssuedLost = "issued-lost",
    /// The file of another letter, which was sent, stands in this one's place.
    IssuedInTheWay = "issued-in-the-way",
    /// A file that is to be marked as sent is not the one that was made.
    IssueNotAsMade = "issue-not-as-made",
    /// `--reissue` chose no letter that was sent.
    ReissueEmpty = "reissue-empty",
    /// A letter took longer than it may.
    LetterTimeout = "letter-timeout",
    /// A letter needs more memory than it may have, or ends the program.
    LetterDeadly = "letter-deadly",
    /// A folder is none that a run left.
    NotAnOutput = "not-an-output",
    /// Folders that are to be merged contradict each other.
    MergeConflict = "merge-conflict",
    /// A letter's file cannot be joined to a print set.
    PrintSetUnreadable = "print-set-unreadable",
    /// A print set does not have all letters.
    PrintSetIncomplete = "print-set-incomplete",

    // input
    /// The kind of file is none that dafu reads.
    FormatUnknown = "format-unknown",
    /// A file is not what its name says.
    FormatMismatch = "format-mismatch",
    /// A file is of an old format that does not show everything.
    FormatOld = "format-old",
    /// A file is broken or cut off.
    FileDamaged = "file-damaged",
    /// A file is protected by a password.
    FileEncrypted = "file-encrypted",
    /// A file has no content.
    FileEmpty = "file-empty",
    /// A text is in no encoding that dafu reads.
    EncodingUnknown = "encoding-unknown",
    /// A lock file shows that a ledger is open in a program: unsaved changes are not seen.
    FileOpenElsewhere = "file-open-elsewhere",
    /// No row of headings was found.
    HeadingsMissing = "headings-missing",
    /// A heading or key is none that dafu knows.
    HeadingUnknown = "heading-unknown",
    /// An unknown heading or key resembles a known one.
    HeadingResembles = "heading-resembles",
    /// Two headings, or two keys, mean the same field.
    HeadingDuplicate = "heading-duplicate",
    /// A heading may mean several fields and its values do not decide.
    HeadingAmbiguous = "heading-ambiguous",
    /// A column that every letter needs is not there.
    ColumnMissing = "column-missing",
    /// A sheet was passed over.
    SheetSkipped = "sheet-skipped",
    /// A hidden sheet looks like a ledger.
    SheetHidden = "sheet-hidden",
    /// The sheet asked for is not there.
    SheetUnknown = "sheet-unknown",
    /// A sheet or file has headings but no letters.
    LedgerEmpty = "ledger-empty",
    /// A hidden row was read.
    RowHidden = "row-hidden",
    /// Every value of a row is struck through.
    RowStruck = "row-struck",
    /// A row of totals was passed over.
    RowTotal = "row-total",
    /// A part of a text is struck through, in a cell or in a file of text.
    TextStruck = "text-struck",
    /// A row belongs to another unit and was passed over.
    RowOfOtherUnit = "row-of-other-unit",
    /// Values in a hidden column were used.
    ColumnHidden = "column-hidden",
    /// A cell holds an error such as #N/A.
    CellError = "cell-error",
    /// A formula has no stored result.
    FormulaWithoutValue = "formula-without-value",
    /// A number in a text field: the text would be the same.
    NumberAsText = "number-as-text",
    /// A number in a text field may have lost a leading zero.
    ZeroMaybeLost = "zero-maybe-lost",
    /// A number has lost digits.
    DigitsLost = "digits-lost",
    /// A JSON value has the wrong type.
    JsonType = "json-type",
    /// A JSON text is not well-formed.
    JsonSyntax = "json-syntax",
    /// A dotted and a nested key give the same value.
    KeyTwice = "key-twice",

    // text files
    /// Body and text file are both given.
    BodyTwice = "body-twice",
    /// A text file lies outside of the ledger's folder.
    BodyFileOutside = "body-file-outside",
    /// A row's text file is not there.
    BodyFileMissing = "body-file-missing",
    /// A row has several text files, or one file fits several rows.
    BodyFileSeveral = "body-file-several",
    /// A text file of the folder is no row's.
    BodyFileLeftOver = "body-file-left-over",
    /// It cannot be told what of a text file is the body.
    BodyFileUnclear = "body-file-unclear",
    /// A text file says something else than its row.
    BodyFileDiffers = "body-file-differs",
    /// A text file holds more of the letter than its body.
    BodyFileWhole = "body-file-whole",
    /// A line outside of the body is no known element.
    BodyFileLineLeftOut = "body-file-line-left-out",
    /// Changes under review were taken as accepted.
    RevisionsAccepted = "revisions-accepted",
    /// A picture, footnote, text box or the like cannot be taken over.
    ObjectInText = "object-in-text",
    /// Hidden text was left out.
    TextHidden = "text-hidden",
    /// A sign of a font of symbols is not known.
    SymbolUnknown = "symbol-unknown",
    /// A table's merged cells or inner tables were made plain.
    TableSimplified = "table-simplified",
    /// A bullet, heading or mark has no form in a letter.
    ListSimplified = "list-simplified",

    // letter
    /// A value that is needed is missing.
    ValueMissing = "value-missing",
    /// A value is not allowed here by the profile.
    ValueForbidden = "value-forbidden",
    /// A value is given that the profile does not print.
    ValueNotPrinted = "value-not-printed",
    /// An element that the form cannot set yet was left out.
    ElementNotSet = "element-not-set",
    /// A number of a suggestion or proposal is malformed.
    NumberMalformed = "number-malformed",
    /// A matter is none that the profile knows.
    MatterUnknown = "matter-unknown",
    /// A genre is none that the profile knows.
    GenreUnknown = "genre-unknown",
    /// An assembly is neither 人大 nor 政协.
    AssemblyUnknown = "assembly-unknown",
    /// A term or meeting is not a number.
    SessionMalformed = "session-malformed",
    /// A date does not exist.
    DateImpossible = "date-impossible",
    /// A date can be read in two ways.
    DateAmbiguous = "date-ambiguous",
    /// A date is in no form that dafu knows.
    DateMalformed = "date-malformed",
    /// A class is not in the profile's table.
    CategoryUnknown = "category-unknown",
    /// A document number is not of the form 代字〔2024〕12号.
    DocNumberMalformed = "doc-number-malformed",
    /// A document number is not of the series that the profile gives.
    DocNumberSeries = "doc-number-series",
    /// A count is not a number, or less than the names given.
    CountMalformed = "count-malformed",
    /// A name is empty, or not a name.
    NameMalformed = "name-malformed",
    /// A list is parted by a comma that may belong to a name.
    ListComma = "list-comma",
    /// A role is none that dafu knows.
    RoleUnknown = "role-unknown",
    /// A way of answering is neither 合并 nor 逐一.
    AnswerUnknown = "answer-unknown",
    /// A disclosure mark is none that dafu knows.
    DisclosureUnknown = "disclosure-unknown",
    /// A letter is classified.
    SecrecyRefused = "secrecy-refused",
    /// Two letters have the same identity.
    LetterDuplicate = "letter-duplicate",
    /// Two letters have the same document number.
    DocNumberDuplicate = "doc-number-duplicate",
    /// No row of the ledger is the issuer's own.
    IssuerAbsent = "issuer-absent",
    /// The body has no text, or a table without cells.
    BodyMalformed = "body-malformed",
    /// A title cannot be broken into lines that fit.
    TitleTooLong = "title-too-long",
    /// A file name is too long or has characters that no system allows.
    FileNameChanged = "file-name-changed",
    /// A value had characters that dafu put right: line ends, blanks, zero-width.
    TextNormalised = "text-normalised",
    /// A value is too long to be what it should be.
    ValueTooLong = "value-too-long",

    // profile and template
    /// A profile of this name is not there.
    ProfileUnknown = "profile-unknown",
    /// The ledgers, or a ledger and its rows, name several profiles.
    ProfileConflict = "profile-conflict",
    /// A profile, `template.toml` or `dafu.toml` does not parse.
    TomlSyntax = "toml-syntax",
    /// A profile, `template.toml` or `dafu.toml` has a key that is not known.
    TomlKeyUnknown = "toml-key-unknown",
    /// A profile, `template.toml` or `dafu.toml` has a value that is not allowed.
    TomlValue = "toml-value",
    /// A pattern of a profile has an unknown name in braces.
    PatternUnknown = "pattern-unknown",
    /// The folder of templates, or a file in it, is not there.
    TemplatesMissing = "templates-missing",
    /// A template does not parse.
    TemplateSyntax = "template-syntax",
    /// A template uses a variable that does not exist.
    TemplateVariable = "template-variable",
    /// A template turns escaping off.
    TemplateUnsafe = "template-unsafe",
    /// Filling a template failed.
    TemplateFill = "template-fill",
    /// Making a letter took too long.
    TemplateTimeout = "template-timeout",
    /// Making a letter took too much memory.
    TemplateMemory = "template-memory",
    /// A pack of this name is not there.
    PackUnknown = "pack-unknown",
    /// A pack was made for another version of dafu.
    PackVersion = "pack-version",
    /// A pack is not the one that was insisted on.
    PackDiffers = "pack-differs",
    /// A pack names a font that the folder of fonts does not have.
    PackFontMissing = "pack-font-missing",
    /// A pack that came as one file cannot be read.
    PackFileDamaged = "pack-file-damaged",
    /// Another pack, profile or house style is in the way of a new one.
    PackInTheWay = "pack-in-the-way",
    /// The pages of a sample differ from what is kept of them.
    SampleDiffers = "sample-differs",
    /// Nothing is kept yet of the pages of a sample.
    SampleUnrecorded = "sample-unrecorded",

    // fonts
    /// The folder of fonts, or a file in it, is not there or not what fonts.toml says.
    FontsMissing = "fonts-missing",
    /// A font file is broken, or may not be embedded.
    FontUnusable = "font-unusable",
    /// A folder has no font that official letters use.
    FontsNoneFound = "fonts-none-found",
    /// No font of the role has this character.
    CharacterMissing = "character-missing",
    /// The font maps this character to an empty glyph.
    CharacterWithoutInk = "character-without-ink",
    /// A private-use character: old systems keep rare names there.
    CharacterPrivate = "character-private",
    /// A control character that no page can show.
    CharacterControl = "character-control",

    // typeset
    /// Typst refused the filled letter.
    TypstError = "typst-error",
    /// Typst warned about the filled letter.
    TypstWarning = "typst-warning",
    /// A page has no text.
    PageEmpty = "page-empty",
    /// A line did not come out as the breaker asked.
    LineNotAsTold = "line-not-as-told",
    /// A line is wider than the type area.
    LineOverfull = "line-overfull",
    /// A page has the signature, but none of the text.
    SignatureApart = "signature-apart",
    /// A page has the copy list, but no other text.
    ColophonAlone = "colophon-alone",
    /// The first of several pages has none of the text.
    FirstPageWithoutText = "first-page-without-text",
    /// The place kept for a seal leaves the type area, touches another one, or is too far from the text.
    SealMisplaced = "seal-misplaced",
    /// A table is wider than any way of setting it allows.
    TableWide = "table-wide",
    /// No feedback form goes with a letter.
    FeedbackFormNone = "feedback-form-none",
    /// A feedback form finds no room on its page.
    FeedbackFormLong = "feedback-form-long",
    /// The PDF could not be made as PDF/A-3a and PDF/UA-1.
    PdfRefused = "pdf-refused",

    // content
    /// A half-width mark stands among Chinese characters, or brackets of two widths make a pair.
    PunctuationMixed = "punctuation-mixed",
    /// Two marks that exclude each other stand side by side.
    PunctuationDoubled = "punctuation-doubled",
    /// Digits or letters are full-width.
    DigitsFullWidth = "digits-full-width",
    /// A placeholder was not filled in.
    PlaceholderLeft = "placeholder-left",
    /// A heading's number is missing.
    HeadingGap = "heading-gap",
    /// A heading's number comes again.
    HeadingRepeat = "heading-repeat",
    /// Headings pass over a level.
    HeadingJump = "heading-jump",
    /// 您, 你们 or 贵单位 does not fit those who proposed.
    AddressMismatch = "address-mismatch",
    /// A suggestion is called a proposal, or the other way round.
    NounMixed = "noun-mixed",
    /// A phrase stands twice: 提案》提案.
    PhraseDoubled = "phrase-doubled",
    /// A document number in a text is not of the form 代字〔2024〕12号.
    DocNumberInText = "doc-number-in-text",
    /// A document number's year does not fit the letter's date.
    DocNumberYear = "doc-number-year",
    /// The class says something else than the words.
    CategoryDoubtful = "category-doubtful",
    /// A letter is dated before what it answers.
    DateBeforeMeeting = "date-before-meeting",
    /// A letter is dated after the day it was due.
    DateAfterDue = "date-after-due",
    /// A further answer does not name the first.
    PreviousMissing = "previous-missing",
    /// A mobile number stands in a letter that is published.
    MobilePublished = "mobile-published",
    /// A cell is exactly as long as a program's limit: its text was probably cut off.
    CellMaybeCut = "cell-maybe-cut",
    /// Two letters have the same body.
    TextRepeated = "text-repeated",

    // signing
    /// A key, a certificate or revocation data could not be read.
    KeyUnreadable = "key-unreadable",
    /// A key's password is wrong or missing.
    PasswordWrong = "password-wrong",
    /// A key does not sign, or has no certificate.
    KeyUnusable = "key-unusable",
    /// A signer's certificate has expired or is not valid yet.
    CertificateNotValid = "certificate-not-valid",
    /// A signer's certificate may not sign.
    CertificateUsage = "certificate-usage",
    /// The certificate is not of the printed issuer.
    SignerNotIssuer = "signer-not-issuer",
    /// Everybody on the machine may read a file that holds a secret.
    SecretReadable = "secret-readable",
    /// A picture cannot be a seal.
    SealUnusable = "seal-unusable",
    /// A seal's picture has too few dots for print.
    SealCoarse = "seal-coarse",
    /// There are more seals than issuers, or fewer.
    SealsDiffer = "seals-differ",
    /// A letter's form keeps no place for a seal.
    SealNotSet = "seal-not-set",
    /// A letter could not be signed.
    SigningFailed = "signing-failed",
    /// A timestamp was not to be had, or was not right.
    TimestampFailed = "timestamp-failed",
    /// It is not clear which letter a file from elsewhere is.
    AdoptUnmatched = "adopt-unmatched",
    /// A file from elsewhere does not say what its letter says.
    AdoptDiffers = "adopt-differs",
    /// The text of a file from elsewhere could not be compared.
    AdoptUnread = "adopt-unread",

    // archive
    /// An element that the archive needs is missing.
    ArchiveElementMissing = "archive-element-missing",
    /// An element of the archive has a value that it may not have.
    ArchiveElementWrong = "archive-element-wrong",
    /// Two letters have the same archival code.
    ArchiveCodeTwice = "archive-code-twice",
    /// It is not clear which letter a file belongs to, or what it is.
    ComponentUnclear = "component-unclear",
    /// The file of an attachment is not there.
    ComponentMissing = "component-missing",
    /// A finished letter is not the one that the journal speaks of.
    LetterChanged = "letter-changed",
    /// The journal does not say how a letter was made.
    LetterNotNoted = "letter-not-noted",
    /// A letter is neither signed nor stamped.
    LetterUnsigned = "letter-unsigned",
    /// Templates or fonts are not those that letters were made with.
    TemplatesChanged = "templates-changed",
    /// A package cannot be opened to be verified.
    PackageUnreadable = "package-unreadable",
}
