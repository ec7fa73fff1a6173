//! The update of B-LT: what is needed to check the signatures later (DSS, ISO 32000-2, 12.8.4.3).

use super::Cert;
use super::pdf::{Dict, Object, PdfFile, Update};
use super::revocation::Revocation;
use crate::diag::Message;

/// Adds certificates of all signers and authorities, and what is at hand about their revocation.
pub(super) fn add(bytes: &[u8], used: &[Cert], data: &Revocation, fetch: bool) -> Result<Vec<u8>, Message> {
    let mut certs: Vec<Cert> = Vec::new();
    for cert in used.iter().chain(&data.certs) {
        if !certs.contains(cert) {
            certs.push(cert.clone());
        }
    }
    let mut crls = data.crls.clone();
    if fetch {
        for list in super::revocation::fetch(&certs)? {
            if !crls.contains(&list) {
                crls.push(list);
            }
        }
    }
    data.cover(&certs, &crls)?;

    let file = PdfFile::open(bytes)?;
    let mut update = Update::of(&file)?;
    let mut streams = |all: &mut dyn Iterator<Item = &[u8]>| -> Object {
        let refs: Vec<Object> =
            all.map(|bytes| Object::Ref(update.add_stream(Dict::default(), bytes.to_vec()))).collect();
        refs.into()
    };
    let mut dss = Dict::default().with("Type", Object::name("DSS"));
    dss.set("Certs", streams(&mut certs.iter().map(Cert::der)));
    if !crls.is_empty() {
        dss.set("CRLs", streams(&mut crls.iter().map(Vec::as_slice)));
    }
    if !data.ocsps.is_empty() {
        dss.set("OCSPs", streams(&mut data.ocsps.iter().map(Vec::as_slice)));
    }
    let dss = update.add(dss);
    let root = file.root()?;
    update.put(root, file.catalog()?.with("DSS", Object::Ref(dss)));
    Ok(update.finish(super::letter::id_of(bytes)))
}

/// What a file's DSS has: certificates and revocation data, as far as it is sound.
pub(super) fn read(file: &PdfFile<'_>) -> Result<Option<Revocation>, Message> {
    let dss = file.value(&file.catalog()?, "DSS")?;
    let Some(dss) = dss.dict() else { return Ok(None) };
    let streams = |key: &str| -> Result<Vec<Vec<u8>>, Message> {
        let list = file.value(dss, key)?;
        let numbers = list.array().unwrap_or_default().iter().filter_map(Object::reference).take(1000);
        numbers.map(|number| file.stream(number).map(|(_, bytes)| bytes)).collect()
    };
    let certs = streams("Certs")?.iter().filter_map(|bytes| Cert::from_der(bytes).ok()).collect();
    Ok(Some(Revocation { certs, crls: streams("CRLs")?, ocsps: streams("OCSPs")? }))
}
