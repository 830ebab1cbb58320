/** Catalogue, plug-in layers, alignment of problem and prior, the run session. */
module org.tweedie.engine {
  requires transitive org.tweedie.api;
  requires org.tweedie.numerics;
}
