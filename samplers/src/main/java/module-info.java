import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.samplers.guidance.BgdmProvider;
import org.tweedie.samplers.guidance.DpsProvider;
import org.tweedie.samplers.guidance.RefinedBgdmProvider;
import org.tweedie.samplers.splitgibbs.DpnpProvider;

/** The posterior samplers, by skeleton. */
module org.tweedie.samplers {
  requires transitive org.tweedie.api;

  provides SamplerProvider with
      BgdmProvider,
      DpnpProvider,
      DpsProvider,
      RefinedBgdmProvider;
}
