import org.junit.platform.launcher.PostDiscoveryFilter;
import org.tweedie.conformance.BindingFilter;
import org.tweedie.conformance.CalibrateCommand;
import org.tweedie.conformance.VerifyCommand;
import org.tweedie.conformance.law.BgdmLaw;
import org.tweedie.conformance.law.DpnpLaw;
import org.tweedie.conformance.law.DpsLaw;
import org.tweedie.conformance.law.RefinedBgdmLaw;
import org.tweedie.conformance.law.SamplerLaw;
import org.tweedie.engine.catalogue.Command;

/**
 * The conformance suite: numbered rules for operators, priors, samplers and their providers, as
 * abstract classes to extend and as the commands {@code verify} and {@code calibrate}. The module
 * is open because the test engine reaches its properties by reflection.
 */
open module org.tweedie.conformance {
  requires transitive org.tweedie.api;
  requires com.fasterxml.jackson.jr.ob;
  requires java.logging;
  requires transitive org.tweedie.engine;
  requires transitive net.jqwik.api;
  requires net.jqwik.engine;
  requires org.junit.platform.launcher;

  uses org.junit.platform.engine.TestEngine;
  uses SamplerLaw;

  exports org.tweedie.conformance;
  exports org.tweedie.conformance.law;
  exports org.tweedie.conformance.reference;

  provides PostDiscoveryFilter with
      BindingFilter;
  provides SamplerLaw with
      BgdmLaw,
      DpnpLaw,
      DpsLaw,
      RefinedBgdmLaw;
  provides Command with
      CalibrateCommand,
      VerifyCommand;
}
