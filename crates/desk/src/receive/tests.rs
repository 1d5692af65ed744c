//! Stories of arrivals, on both databases.
