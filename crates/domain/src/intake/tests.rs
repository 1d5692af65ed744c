//! What becomes of arrivals, story by story.
