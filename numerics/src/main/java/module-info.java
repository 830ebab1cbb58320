/** Shared kernels: FFT plans, Krylov solvers, dense algebra. For Tweedie's own modules only. */
module org.tweedie.numerics {
  requires transitive org.tweedie.api;
  requires commons.math3;

  exports org.tweedie.numerics.dense to
      org.tweedie.engine,
      org.tweedie.priors.analytic,
      org.tweedie.samplers;
}
