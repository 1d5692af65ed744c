//! Brands, teams and channels: known by name, changed in place.

use super::Planner;
use super::kinds::settings;
use crate::error::DeskResult;
use crate::setup::applied::{Change, Outcome};
use crate::setup::docs::{self, BrandDoc, ChannelDoc, TeamDoc};
use crate::setup::faults::Placed;
use crate::setup::file::ChannelPart;
use domain::{BrandId, ChannelId, TeamId};
use store::rows::{Door, Named};

impl Planner<'_> {
    pub(super) fn brands(&mut self) -> DeskResult<()> {
        for entry in &self.file.brands {
            let part = &entry.value;
            self.name_is_fit(entry, "name", &part.name);
            if !(part.site.is_empty()
                || part.site.starts_with("https://")
                || part.site.starts_with("http://"))
            {
                let reason =
                    "the address of the pages begins with https://; leave it out for the installation's own";
                self.faults.add(entry, "site", "invalid", reason);
            }
            let lang = part.lang.clone().unwrap_or_else(|| self.desk.lang.clone());
            self.lang_is_spoken(entry, "lang", &lang);
            for lang in part.signatures.keys() {
                self.lang_is_spoken(entry, &format!("signatures.{lang}"), lang);
            }
            let doc = docs::write(&BrandDoc {
                site: part.site.trim_end_matches('/').to_owned(),
                lang,
                signature: part.signature.clone(),
                signatures: part.signatures.clone(),
            })?;
            let Some(id) = self.names.brands.get(&part.name) else {
                continue;
            };
            let old = self.known.rows.brands.iter().find(|known| known.id == id.0);
            let row = named(old, id.0, BrandId::new_public, &part.name, &doc);
            if self.note(
                "brand",
                &part.name,
                old.map(|known| known.doc.as_str()),
                &doc,
                Vec::new(),
            ) {
                self.plan.brands.push(row);
            }
        }
        Ok(())
    }

    pub(super) fn teams(&mut self) -> DeskResult<()> {
        for entry in &self.file.teams {
            let part = &entry.value;
            self.name_is_fit(entry, "name", &part.name);
            if let Some(calendar) = &part.calendar {
                self.calendar_exists(entry, "calendar", calendar);
            }
            for (lang, name) in &part.public_name {
                self.lang_is_spoken(entry, &format!("public_name.{lang}"), lang);
                self.name_is_fit(entry, &format!("public_name.{lang}"), name);
            }
            let doc = docs::write(&TeamDoc {
                public_name: part.public_name.clone(),
                calendar: part.calendar.clone(),
            })?;
            let Some(id) = self.names.teams.get(&part.name) else {
                continue;
            };
            let old = self.known.rows.teams.iter().find(|known| known.id == id.0);
            let row = named(old, id.0, TeamId::new_public, &part.name, &doc);
            if self.note(
                "team",
                &part.name,
                old.map(|known| known.doc.as_str()),
                &doc,
                Vec::new(),
            ) {
                self.plan.teams.push(row);
            }
        }
        Ok(())
    }

    pub(super) fn channels(&mut self) -> DeskResult<()> {
        for entry in &self.file.channels {
            self.channel(entry)?;
        }
        if self.file.prune {
            self.disable_others();
        }
        Ok(())
    }

    fn channel(&mut self, entry: &Placed<ChannelPart>) -> DeskResult<()> {
        let part = &entry.value;
        self.name_is_fit(entry, "name", &part.name);
        self.kind_and_settings(entry)?;
        let brand = self.names.brands.get(&part.brand).copied();
        if brand.is_none() {
            let reason = format!("there is no brand “{}”: add it as [[brand]]", part.brand);
            self.faults.add(entry, "brand", "unknown", reason);
        }
        let team = part.team.as_ref().and_then(|team| self.team(entry, "team", team));
        let doc = docs::write(&ChannelDoc {
            address: part.address.clone(),
            acknowledges: part.acknowledges,
            automatic_answers: part.automatic_answers,
            registers: part.registers.unwrap_or_else(|| !self.is_by_hand(&part.kind)),
            settings: settings(part),
        })?;
        let (Some(id), Some(brand)) = (self.names.channels.get(&part.name).copied(), brand) else {
            return Ok(());
        };
        let old = self.known.rows.channels.iter().find(|known| known.id == id);
        let mut more = Vec::new();
        if let Some(old) = old {
            if old.kind != part.kind {
                let reason = format!(
                    "the channel is of kind “{}” and stays so: give the new one a name of its own",
                    old.kind
                );
                self.faults.add(entry, "kind", "fixed", reason);
            }
            let differs = [
                ("brand", old.brand != brand),
                ("team", old.team != team),
                ("enabled", old.enabled != part.enabled),
            ];
            more.extend(
                differs
                    .iter()
                    .filter(|(_, differs)| *differs)
                    .map(|(field, _)| (*field).to_owned()),
            );
        }
        if self.note(
            "channel",
            &part.name,
            old.map(|known| known.doc.as_str()),
            &doc,
            more,
        ) {
            self.plan.channels.push(Door {
                id,
                public_id: old.map_or_else(ChannelId::new_public, |known| known.public_id.clone()),
                kind: part.kind.clone(),
                name: part.name.clone(),
                brand,
                team,
                doc,
                enabled: part.enabled,
                revision: old.map_or(1, |known| known.revision + 1),
            });
        }
        Ok(())
    }

    fn disable_others(&mut self) {
        let named = |door: &Door| {
            self.file
                .channels
                .iter()
                .any(|entry| entry.value.name == door.name)
        };
        for door in self
            .known
            .rows
            .channels
            .iter()
            .filter(|door| door.enabled && !named(door))
        {
            let change = Change {
                noun: "channel",
                name: door.name.clone(),
                outcome: Outcome::Retired,
                fields: Vec::new(),
            };
            self.plan.applied.changes.push(change);
            self.plan.channels.push(Door {
                enabled: false,
                revision: door.revision + 1,
                ..door.clone()
            });
        }
    }

    /// The team of that name; one that is not there is a mistake.
    pub(super) fn team<T>(&mut self, at: &Placed<T>, field: &str, name: &str) -> Option<TeamId> {
        let found = self.names.teams.get(name).copied();
        if found.is_none() {
            self.faults.add(
                at,
                field,
                "unknown",
                format!("there is no team “{name}”: add it as [[team]]"),
            );
        }
        found
    }
}

fn named(old: Option<&Named>, id: i64, new_public: fn() -> String, name: &str, doc: &str) -> Named {
    Named {
        id,
        public_id: old.map_or_else(new_public, |known| known.public_id.clone()),
        name: name.to_owned(),
        doc: doc.to_owned(),
        revision: old.map_or(1, |known| known.revision + 1),
    }
}
