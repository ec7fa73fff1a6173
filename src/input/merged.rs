//! Merged cells: which cell holds the value of a place.

use std::collections::BTreeMap;

use super::book::Sheet;
use super::header::Header;
use crate::diag::CellRef;

/// Merged regions below the headings, by the columns that are used.
pub(super) struct Merged {
    /// By column, by the region's first row: its last row and first cell.
    columns: BTreeMap<u32, BTreeMap<u32, (u32, CellRef)>>,
}

impl Merged {
    /// The regions of a sheet that a letter can have values of.
    pub fn of(sheet: &Sheet, header: &Header) -> Self {
        let mut columns: BTreeMap<u32, BTreeMap<u32, (u32, CellRef)>> = BTreeMap::new();
        for region in sheet.merged.iter().filter(|region| region.first.row > header.row) {
            for column in &header.columns {
                if (region.first.column..=region.last.column).contains(&column.index) {
                    columns.entry(column.index).or_default().insert(region.first.row, (region.last.row, region.first));
                }
            }
        }
        Self { columns }
    }

    /// The first cell of the region that covers `place`.
    pub fn first(&self, place: CellRef) -> Option<CellRef> {
        let (_, (last, first)) = self.columns.get(&place.column)?.range(..=place.row).next_back()?;
        (place.row <= *last).then_some(*first)
    }
}
