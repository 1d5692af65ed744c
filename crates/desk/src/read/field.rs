//! The desk's own fields of a ticket, as pages show them.

use domain::field::CustomField;
use domain::setup::Setup;
use domain::ticket::Kind;
use store::rows::FieldValues;

/// A field with the value that a ticket has in it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FieldView {
    pub key: String,
    /// The field as it is set up; nothing where the desk does not know it any more.
    pub field: Option<CustomField>,
    /// Empty for none.
    pub value: String,
}

impl FieldView {
    /// Whether the field can be filled in.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.field.as_ref().is_some_and(|field| field.active)
    }
}

/// The fields that a ticket of this kind has, and whatever else it holds a value in.
pub(super) fn field_views(setup: &Setup, kind: Kind, mut values: FieldValues) -> Vec<FieldView> {
    let mut views = Vec::new();
    for field in &setup.fields {
        let value = values.remove(&field.key);
        if value.is_some() || (field.active && field.applies_to(kind)) {
            views.push(FieldView {
                key: field.key.clone(),
                field: Some(field.clone()),
                value: value.unwrap_or_default(),
            });
        }
    }
    // Deleted fields stand behind those that can be filled in.
    views.sort_by_key(|view| !view.is_active());
    views.extend(values.into_iter().map(|(key, value)| FieldView {
        key,
        field: None,
        value,
    }));
    views
}
