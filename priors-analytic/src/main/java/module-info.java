import org.tweedie.api.spi.PriorProvider;
import org.tweedie.priors.analytic.GaussianProvider;
import org.tweedie.priors.analytic.MixtureProvider;

/** Gaussian and Gaussian-mixture priors with exact denoisers, derivatives and posteriors. */
module org.tweedie.priors.analytic {
  requires transitive org.tweedie.api;
  requires org.tweedie.numerics;
  requires com.fasterxml.jackson.jr.ob;

  exports org.tweedie.priors.analytic;

  provides PriorProvider with
      GaussianProvider,
      MixtureProvider;
}
