/** Shared kernels: FFT plans, Krylov solvers, dense algebra. For Tweedie's own modules only. */
module org.tweedie.numerics {
  requires transitive org.tweedie.api;
}
