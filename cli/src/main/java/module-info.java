/** The commands, job files and the report. */
module org.tweedie.cli {
  requires java.management;
  requires org.tweedie.api;
  requires org.tweedie.engine;
  requires org.tweedie.formats;
  requires info.picocli;
  requires com.fasterxml.jackson.jr.ob;

  // picocli fills the fields of the commands.
  opens org.tweedie.cli to
      info.picocli;
}
