/**
 * Network priors on Deep Java Library: a denoising U-Net that is trained, saved and loaded here,
 * and the factory that turns a file of weights into a prior.
 */
module org.tweedie.priors.djl {
  requires transitive org.tweedie.api;
  requires ai.djl.api;
  requires ai.djl.pytorch_engine;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.jr.ob;

  exports org.tweedie.priors.djl;

  provides org.tweedie.api.spi.PriorProvider with
      org.tweedie.priors.djl.UNetProvider;
}
