/** The commands, job files and the report. */
module org.tweedie.cli {
  requires org.tweedie.api;
  requires org.tweedie.engine;
  requires org.tweedie.formats;
}
