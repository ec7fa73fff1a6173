//! What each field is, in a sentence for the clerk who fills it in: the notes of the empty workbook and the
//! descriptions of the JSON Schema are made from it.

use super::Key;

impl Key {
    /// What the field is, in Chinese, without a full stop; the notes and the schema are read by clerks.
    pub fn about(&self) -> &'static str {
        match self {
            Self::Number => "建议或提案的编号，只写号码本身，不写“第”和“号”",
            Self::Matter => "是建议、提案还是别的",
            Self::Genre => "答复给提出人，会办意见给主办单位",
            Self::Place => "哪一级人大或政协所在的地方，写全称",
            Self::Assembly => "向人大还是政协提出",
            Self::Term => "第几届",
            Self::Meeting => "第几次会议",
            Self::Subject => "提出人写的标题；有没有“关于”“的建议”和书名号都可以",
            Self::Proposers => "提出建议或提案的人或单位，领衔的写在最前，几个之间用“、”隔开",
            Self::ProposerCount => "没有全部列名时，一共几人（等几位代表）",
            Self::Role => "本单位怎样承办",
            Self::LeadUnit => "主办单位的名称；不是本单位的行会跳过",
            Self::Answer => "几个提出人合并答复一份，还是逐一各答复一份",
            Self::Round => "第几次答复，不写就是第一次",
            Self::Previous => "第二次答复时，上一次答复的发文字号",
            Self::MergedWith => "一并办理、分别答复的其他编号，几个之间用“、”隔开",
            Self::FilingNumber => "立案时编的号",
            Self::ClassNumber => "在本类中的编号",
            Self::Title => "答复的标题；空着时按规则拼出",
            Self::Addressee => "答复给谁，末尾的冒号可写可不写；空着时按提出人拼出",
            Self::Opening => "正文前的第一段；空着时按规则拼出",
            Self::Body => "答复的正文，每段一行（单元格里换行按 Alt+Enter）；一、（一）1.（1）会认作标题",
            Self::BodyFile => "正文写在 .docx、.txt 或 .md 文件里时的文件名，和台账放在同一文件夹；填了它就不填“正文”",
            Self::Closing => "正文后的结束语",
            Self::Signatory => "签发这份答复的人，几个之间用“、”隔开",
            Self::Reviewer => "审签这份答复的人，几个之间用“、”隔开",
            Self::Feedback => "怎样征求提出人的意见",
            Self::Category => "办理结果属于哪一类",
            Self::ContactUnit => "提出人有问题时联系哪个单位",
            Self::ContactPerson => "联系哪个人",
            Self::ContactPhone => "联系电话，连同区号",
            Self::Issuer => "落款的单位，写全称；几个之间用“、”隔开",
            Self::DocNumber => "发文字号，年份用六角括号，序号前不补 0",
            Self::Date => "落款的日期",
            Self::Cc => "抄送给哪些单位，几个之间用“、”隔开",
            Self::CoUnits => "会办单位，几个之间用“、”隔开",
            Self::Disclosure => "这份答复是否公开",
            Self::DisclosureReason => "不予公开的理由，不印出来",
            Self::Attachments => "附件的名称，按顺序，几个之间用“、”隔开或每行一个",
            Self::AttachmentFiles => "附件的文件名，顺序与附件名称相同",
            Self::Assigned => "交办的日期，不印出来",
            Self::Due => "应当办结的日期，不印出来",
            Self::ContactLog => "与提出人沟通的情况，不印出来",
            Self::Satisfaction => "提出人是否满意，不印出来",
            Self::Note => "印在成文日期下面括号里的话，括号可写可不写",
            Self::CopyNumber => "份号，六位数字",
            Self::Secrecy => "密级和保密期限；不涉密的空着或写“公开”",
            Self::Urgency => "紧急程度",
            Self::PrintOrgan => "印发机关",
            Self::PrintDate => "印发的日期",
            Self::Retention => "归档后保存多久：永久、30年、10年",
            Self::ItemNo => "归档时的件号",
            Self::Extra(_) => "本地自设的栏目",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_field_is_told_apart_in_a_phrase() {
        let all: BTreeSet<&str> = Key::ALL.iter().map(Key::about).collect();
        assert_eq!(all.len(), Key::ALL.len(), "two fields are described alike");
        assert!(all.iter().all(|about| !about.ends_with('。')));
    }
}
