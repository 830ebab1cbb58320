/** A plug-in with a library of its own, in another version than Tweedie's. */
module com.example.bundled {
  requires org.tweedie.api;
  requires info.picocli;

  provides org.tweedie.api.spi.SamplerProvider with
      com.example.bundled.BundledProvider;
}
