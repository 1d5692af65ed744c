//! What is measured, and how: processor time, memory, the disk, percentiles. From `/proc`; Linux only.

mod disk;
mod process;
mod spread;

pub use disk::fdatasync;
pub use process::{peak_memory, postgres_cpu, process_cpu, resident_memory};
pub use spread::Spread;
