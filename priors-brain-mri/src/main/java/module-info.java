/** The default prior: complex images of the brain. */
module org.tweedie.priors.brainmri {
  requires org.tweedie.api;
  requires transitive org.tweedie.priors.djl;

  exports org.tweedie.priors.brainmri;

  provides org.tweedie.api.spi.PriorProvider with
      org.tweedie.priors.brainmri.BrainMri;
}
