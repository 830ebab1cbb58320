/** Gaussian and Gaussian-mixture priors with exact denoisers, derivatives and posteriors. */
module org.tweedie.priors.analytic {
  requires transitive org.tweedie.api;
  requires org.tweedie.numerics;
}
