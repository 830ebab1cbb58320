/** Shared kernels: Fourier transforms, Krylov solvers, dense algebra. For Tweedie's own modules. */
module org.tweedie.numerics {
  requires transitive org.tweedie.api;
  requires commons.math3;
  requires JTransforms;
  requires JLargeArrays;

  exports org.tweedie.numerics.dense to
      org.tweedie.engine,
      org.tweedie.operators.mri,
      org.tweedie.priors.analytic,
      org.tweedie.samplers;
  exports org.tweedie.numerics.fft to
      org.tweedie.engine,
      org.tweedie.operators.mri,
      org.tweedie.priors.analytic,
      org.tweedie.samplers;
  exports org.tweedie.numerics.krylov to
      org.tweedie.engine,
      org.tweedie.operators.mri,
      org.tweedie.priors.analytic,
      org.tweedie.samplers;
  exports org.tweedie.numerics.parallel to
      org.tweedie.engine,
      org.tweedie.operators.mri,
      org.tweedie.priors.analytic,
      org.tweedie.samplers;
  exports org.tweedie.numerics.statistics to
      org.tweedie.engine,
      org.tweedie.operators.mri,
      org.tweedie.priors.analytic,
      org.tweedie.samplers;
}
