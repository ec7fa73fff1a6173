//! What goes with a letter: the form that asks for an opinion, and the copy for publication.

use clap::{Args, ValueEnum};
use dafu::letter::{self, Letter};
use dafu::workshop::{Order, Product};

/// Options that ask for it.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(crate) struct Companions {
    /// Make the form that asks for an opinion (征询意见表), too: as a file beside each letter, or as its last page [default: no; file where no value is given]
    #[arg(
        long,
        value_name = "file|page|no",
        env = "DAFU_WITH_FEEDBACK_FORM",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "file",
        hide_possible_values = true
    )]
    pub(crate) with_feedback_form: Option<FormMode>,
    /// Make a copy for publication of each letter that is 主动公开: without contact data, personal numbers, seal and record
    #[arg(long, env = "DAFU_PUBLICATION")]
    pub(crate) publication: Option<bool>,
}

/// Where the form that asks for an opinion goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormMode {
    /// A file beside the letter.
    File,
    /// The last page of the letter.
    Page,
    /// Nowhere.
    No,
}

impl Companions {
    /// These, and `lower` where they say nothing.
    pub(crate) fn or(self, lower: Self) -> Self {
        Self {
            with_feedback_form: self.with_feedback_form.or(lower.with_feedback_form),
            publication: self.publication.or(lower.publication),
        }
    }

    /// Are copies for publication asked for?
    pub(crate) fn publishes(&self) -> bool {
        self.publication.unwrap_or(false)
    }

    /// What the letter itself is made as.
    pub(crate) fn product(&self, letter: &Letter) -> Product {
        match self.with_feedback_form {
            Some(FormMode::Page) if letter.feedback_form.is_some() => Product::ReplyWithForm,
            _ => Product::Reply,
        }
    }
}

/// The names of what goes with the letters of a ledger, one for each letter.
pub(crate) struct Names {
    form: Vec<String>,
    /// Empty where no copies are asked for.
    publication: Vec<String>,
}

impl Names {
    /// `stems` are the letters' own names, all of them; `publication` are those of their copies.
    pub(crate) fn of(stems: &[String], publication: Vec<String>) -> Self {
        Self { form: letter::feedback_form_names(stems), publication }
    }

    /// The names of forms.
    pub(crate) fn forms(&self) -> &[String] {
        &self.form
    }

    /// The names of copies for publication.
    pub(crate) fn publications(&self) -> &[String] {
        &self.publication
    }

    /// What is asked for beside the letter of this index, to which a form goes or none.
    pub(crate) fn orders(&self, index: usize, letter: &Order, has_form: bool, asked: &Companions) -> Vec<Order> {
        let of = |product: Product, stem: Option<&String>| {
            stem.map(|stem| Order { product, file_stem: stem.clone(), ..letter.clone() })
        };
        let form = self.form.get(index).filter(|_| asked.with_feedback_form == Some(FormMode::File) && has_form);
        let form = of(Product::FeedbackForm, form);
        form.into_iter().chain(of(Product::Publication, self.publication.get(index))).collect()
    }
}
