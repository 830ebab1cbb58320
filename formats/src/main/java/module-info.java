/** The field's files: BART, NumPy, NIfTI, PNG. */
module org.tweedie.formats {
  requires transitive org.tweedie.api;
}
