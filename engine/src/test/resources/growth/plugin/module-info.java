/** A plug-in as it was built for version 1.0 of the api. */
module growth.plugin {
  requires org.tweedie.api;

  provides org.tweedie.api.spi.OperatorProvider with
      growth.plugin.GainProvider;
  provides org.tweedie.api.spi.PriorProvider with
      growth.plugin.ShiftedProvider;
  provides org.tweedie.api.spi.SamplerProvider with
      growth.plugin.WalkProvider;
}
