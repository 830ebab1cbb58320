/** Accelerated magnetic resonance imaging: Cartesian SENSE, coil sensitivities, noise. */
module org.tweedie.operators.mri {
  requires transitive org.tweedie.api;
  requires org.tweedie.numerics;

  provides org.tweedie.api.spi.OperatorProvider with
      org.tweedie.operators.mri.CartesianProvider;
}
