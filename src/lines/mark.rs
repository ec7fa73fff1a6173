//! What a character is to the breaker: which marks may not begin or end a line (GB/T 15834-2011 and
//! the measured rule), which give half their cell away, and between which scripts a gap stands.

/// A full-width mark whose blank half comes first: `（《“`.
pub(super) fn is_opening(c: char) -> bool {
    matches!(c, '（' | '《' | '〈' | '【' | '〖' | '〔' | '「' | '『' | '［' | '｛' | '“' | '‘')
}

/// A full-width mark whose blank half comes last: `，。）》”`.
pub(super) fn is_closing(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
            | '．'
            | '）'
            | '》'
            | '〉'
            | '】'
            | '〗'
            | '〕'
            | '」'
            | '』'
            | '］'
            | '｝'
            | '”'
            | '’'
    )
}

/// Ends what an opening mark begins.
pub(super) fn is_bracket_end(c: char) -> bool {
    is_closing(c) && !matches!(c, '，' | '。' | '、' | '；' | '：' | '！' | '？' | '．')
}

/// May not begin a line. A `——` may, though a single `—` may not.
pub(super) fn is_barred_from_start(c: char) -> bool {
    is_closing(c)
        || matches!(c, '％' | '%' | '‰' | '℃' | '…' | '—' | '–' | '～' | '·' | '・' | '‧' | '•' | '/' | '／')
        || matches!(c, ')' | ',' | ':' | ';' | '!' | '?' | ']' | '}')
}

/// May not end a line.
pub(super) fn is_barred_from_end(c: char) -> bool {
    is_opening(c) || matches!(c, '/' | '／' | '(' | '[' | '{')
}

/// Part of a word or number that is not broken: `Vman`, `241.6`, `20%`.
pub(super) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '-' | '%')
}

/// Han or kana: what Typst sets a gap beside.
pub(super) fn is_cj(c: char) -> bool {
    matches!(c,
        '\u{4e00}'..='\u{9fff}'
        | '\u{3400}'..='\u{4dbf}'
        | '々' | '〇' | '〡'..='〩' | '〸'..='〻'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}'
        | '\u{2e80}'..='\u{2fd5}'
        | 'ぁ'..='ゖ' | 'ゝ'..='ゟ' | 'ァ'..='ヺ' | 'ー'..='ヿ' | 'ㇰ'..='ㇿ')
}

/// A Latin, Greek or Cyrillic letter, a digit, or `# $ % &`: what a quarter-em gap stands beside, as in
/// Typst. Not a hyphen: there is no gap in 复旦-黄山.
pub(super) fn is_gapped(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || matches!(c, '#' | '$' | '%' | '&');
    }
    // Blocks are taken whole where only unassigned code points differ from the script property.
    matches!(c,
        'ª' | 'º' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ʸ' // Latin
        | '\u{370}'..='\u{373}' | '\u{375}'..='\u{37d}' | '\u{37f}'..='\u{384}'
        | '\u{386}' | '\u{388}'..='\u{3ff}' // Greek
        | '\u{400}'..='\u{484}' | '\u{487}'..='\u{52f}' // Cyrillic
        | '\u{1e00}'..='\u{1fff}' // Latin and Greek with marks
        | '\u{2126}' | '\u{212a}' | '\u{212b}' | 'Ⅰ'..='ↈ'
        | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

/// A narrow sign or letter between two of which a blank is kept.
pub(super) fn is_western(c: char) -> bool {
    c.is_ascii_graphic() || (is_gapped(c) && !matches!(c, 'Ⅰ'..='ↈ' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ'))
}

/// Belongs to the character before it: combining marks, variation selectors and the like.
pub(super) fn is_attached(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}'
        | '\u{200c}' | '\u{200d}' | '\u{2060}'
        | '\u{20d0}'..='\u{20ff}'
        | '\u{302a}'..='\u{302f}' | '\u{3099}' | '\u{309a}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{e0100}'..='\u{e01ef}')
}
