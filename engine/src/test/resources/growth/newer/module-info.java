/** A plug-in that was built for version 1.1 of the api and uses what is new in it. */
module growth.newer {
  requires org.tweedie.api;

  provides org.tweedie.api.spi.ProviderSource with
      growth.newer.Family;
}
