/** The posterior samplers, by skeleton. */
module org.tweedie.samplers {
  requires transitive org.tweedie.api;
  requires org.tweedie.numerics;
}
