//! Machine-made entries of the timeline: stored as a code and parameters, read here in the reader's words.
//! Knows which parameters are codes, instants and spans; knows nothing of how entries are stored.
