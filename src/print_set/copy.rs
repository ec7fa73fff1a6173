//! A letter's pages with all that they need, under new numbers.

use std::collections::HashMap;

use super::stamp::flatten;
use super::{count, written};
use crate::sign::pdf::{Broken, Dict, Object, PdfFile};

/// What a page may have from the nodes above it.
const INHERITED: [&str; 4] = ["Resources", "MediaBox", "CropBox", "Rotate"];

/// More objects are no letter's.
const LONGEST: usize = 200_000;

/// A letter's objects, numbered from its node on.
pub(super) struct Copied {
    pub(super) objects: Vec<Vec<u8>>,
    /// The number of the first page.
    pub(super) first: u32,
    /// How many pages, a blank one at the end included.
    pub(super) pages: usize,
}

/// Copies the pages of `pdf`; the node of the letter gets the number `node` and the parent `parent`.
pub(super) fn copy(pdf: &[u8], parent: u32, node: u32) -> Result<Copied, Broken> {
    let file = PdfFile::open(pdf)?;
    let mut copier = Copier { file: &file, node, numbers: HashMap::new(), waiting: Vec::new(), objects: Vec::new() };
    copier.reserve();
    let mut kids = Vec::new();
    let mut size = Object::Null;
    for page in file.pages()? {
        let (page, drawn) = whole_page(&file, page)?;
        size = page.get("MediaBox").cloned().unwrap_or(Object::Null);
        kids.push(copier.page(page, drawn)?);
    }
    if kids.len() % 2 == 1 {
        let blank = Dict::default()
            .with("Type", Object::name("Page"))
            .with("Parent", Object::Ref(node))
            .with("MediaBox", size)
            .with("Resources", Dict::default());
        kids.push(copier.add(written(&blank.into())));
    }
    copier.copy_waiting()?;
    let first = kids.first().copied().unwrap_or(node);
    let pages = kids.len();
    let tree = Dict::default()
        .with("Type", Object::name("Pages"))
        .with("Parent", Object::Ref(parent))
        .with("Kids", kids.into_iter().map(Object::Ref).collect::<Vec<_>>())
        .with("Count", count(pages));
    copier.put(node, written(&tree.into()));
    Ok(Copied { objects: copier.objects, first, pages })
}

/// A page with what it has from above, and without what belongs to the document as a whole; beside it what is drawn over
/// it.
fn whole_page(file: &PdfFile<'_>, number: u32) -> Result<(Dict, Option<Vec<u8>>), Broken> {
    let own = file.dict(number)?;
    let mut page = Dict::default().with("Type", Object::name("Page"));
    for key in ["Contents", "Group", "UserUnit", "Annots"] {
        if let Some(value) = own.get(key) {
            page.set(key, value.clone());
        }
    }
    for key in INHERITED {
        let (mut node, mut steps) = (own.clone(), 0);
        loop {
            if let Some(value) = node.get(key) {
                page.set(key, file.resolve(value)?);
                break;
            }
            steps += 1;
            match node.reference("Parent") {
                Some(above) if steps < 50 => node = file.dict(above)?,
                _ => break,
            }
        }
    }
    if page.get("MediaBox").is_none() {
        return Err(Broken::new("页面没有尺寸", "a page has no size"));
    }
    flatten(file, page)
}

/// Objects on their way into the print set.
struct Copier<'a> {
    file: &'a PdfFile<'a>,
    node: u32,
    /// New numbers by old ones.
    numbers: HashMap<u32, u32>,
    /// Old numbers of objects that are not copied yet.
    waiting: Vec<u32>,
    objects: Vec<Vec<u8>>,
}

impl Copier<'_> {
    fn reserve(&mut self) -> u32 {
        self.objects.push(Vec::new());
        self.node + u32::try_from(self.objects.len()).unwrap_or(u32::MAX) - 1
    }

    fn put(&mut self, number: u32, object: Vec<u8>) {
        if let Some(place) = self.objects.get_mut((number - self.node) as usize) {
            *place = object;
        }
    }

    fn add(&mut self, object: Vec<u8>) -> u32 {
        let number = self.reserve();
        self.put(number, object);
        number
    }

    /// A page under its new parent. What [`flatten`] drew over it is a stream of its own.
    fn page(&mut self, mut page: Dict, drawn: Option<Vec<u8>>) -> Result<u32, Broken> {
        if let Some(Object::Ref(contents)) = page.get("Contents")
            && drawn.is_some()
        {
            // The contents may be a list behind a reference.
            let contents = match self.file.object(*contents)? {
                Object::Array(list) => list,
                _ => vec![Object::Ref(*contents)],
            };
            page.set("Contents", contents);
        }
        let mut page = self.renumbered(&Object::Dict(page))?;
        if let (Object::Dict(page), Some(drawn)) = (&mut page, drawn) {
            let before = self.add(stream(&Dict::default(), b"q\n"));
            let after = self.add(stream(&Dict::default(), &drawn));
            let own = page.get("Contents").and_then(Object::array).unwrap_or_default().iter().cloned();
            let contents: Vec<Object> =
                [Object::Ref(before)].into_iter().chain(own).chain([Object::Ref(after)]).collect();
            page.set("Contents", contents);
        }
        if let Object::Dict(page) = &mut page {
            page.set("Parent", Object::Ref(self.node));
        }
        Ok(self.add(written(&page)))
    }

    fn copy_waiting(&mut self) -> Result<(), Broken> {
        while let Some(old) = self.waiting.pop() {
            let (object, raw) = self.file.packed(old)?;
            let new = self.renumbered(&object)?;
            let bytes = match (&new, raw) {
                (Object::Dict(dict), Some(raw)) => stream(dict, raw),
                _ => written(&new),
            };
            if let Some(number) = self.numbers.get(&old).copied() {
                self.put(number, bytes);
            }
        }
        Ok(())
    }

    /// The same object with its references renumbered; what they lead to waits to be copied.
    fn renumbered(&mut self, object: &Object) -> Result<Object, Broken> {
        Ok(match object {
            Object::Ref(old) => Object::Ref(self.number_of(*old)?),
            Object::Array(items) => {
                Object::Array(items.iter().map(|item| self.renumbered(item)).collect::<Result<_, _>>()?)
            }
            Object::Dict(dict) => {
                let entries = dict.0.iter().map(|(key, value)| Ok((key.clone(), self.renumbered(value)?)));
                Object::Dict(Dict(entries.collect::<Result<_, Broken>>()?))
            }
            plain => plain.clone(),
        })
    }

    fn number_of(&mut self, old: u32) -> Result<u32, Broken> {
        if let Some(new) = self.numbers.get(&old) {
            return Ok(*new);
        }
        if self.numbers.len() >= LONGEST {
            return Err(Broken::new("这个 PDF 里的对象太多", "the PDF has too many objects"));
        }
        // A page must not be drawn in: what leads back to one would copy the whole document.
        if matches!(self.file.object(old)?, Object::Dict(dict) if dict.is("Type", "Page") || dict.is("Type", "Pages")) {
            return Err(Broken::new("页面内容指向别的页面", "what a page shows leads to another page"));
        }
        let new = self.reserve();
        self.numbers.insert(old, new);
        self.waiting.push(old);
        Ok(new)
    }
}

/// A stream with its own bytes.
fn stream(dict: &Dict, raw: &[u8]) -> Vec<u8> {
    let dict = dict.clone().with("Length", count(raw.len()));
    let mut out = written(&dict.into());
    out.extend_from_slice(b"\nstream\n");
    out.extend_from_slice(raw);
    out.extend_from_slice(b"\nendstream");
    out
}
