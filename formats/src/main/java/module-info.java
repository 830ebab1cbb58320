/** The field's files, in and out: BART, NumPy, NIfTI-1 and PNG. Requires java.base only. */
module org.tweedie.formats {
  requires transitive org.tweedie.api;

  exports org.tweedie.formats;
}
