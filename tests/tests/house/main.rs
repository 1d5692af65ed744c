//! The rules of the house, kept by tests: what may depend on what, and what the files may hold.
//! Knows nothing of tickets: it reads manifests and text, and runs none of the product's code.

#[cfg(test)]
mod edges;
#[cfg(test)]
mod files;
#[cfg(test)]
mod repository;
#[cfg(test)]
mod scopes;
