package org.tweedie.conformance;

import static org.tweedie.conformance.Compare.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.conformance.law.LawPredictor;
import org.tweedie.conformance.law.LawPredictor.GaussianLaw;
import org.tweedie.conformance.reference.Coordinates;
import org.tweedie.conformance.reference.Matrix;
import org.tweedie.engine.run.Chains;
import org.tweedie.engine.run.PreparedProblem;

/**
 * The rules S-13 to S-17, the law: the output of an affine sampler on a linear-Gaussian problem is
 * probed, and the probed law is compared with samples, with the law that comes with the sampler,
 * and with the posterior.
 */
abstract class SamplerLawRules extends SamplerAccountRules {
  /** Float32 rounding through a few hundred steps. */
  private static final double SAME_LAW = 1e-4;

  @Override
  Optional<String> unbound(String rule) {
    return switch (rule) {
      case "S-13", "S-14", "S-15" ->
          unless(
              settings().stream().anyMatch(s -> s.sampler().exactness().affine()),
              "the sampler is affine with none of the settings tried");
      case "S-16", "S-17", "S-18", "S-19" ->
          unless(
              setting(budgets().stated()).sampler().exactness().kind()
                  == Exactness.Kind.EXACT_IN_LIMIT,
              "the sampler is not declared exact in a limit");
      default -> super.unbound(rule);
    };
  }

  @Rule("S-13")
  @OneSeed
  @Label("S-13 where the method says it is affine in its noise, superposition holds")
  void superposition(@ForAll long seed) {
    eachAffine(
        (setting, closedForm, problem) -> {
          Probe probe = Probe.of(setting.sampler(), problem);
          CounterNoise noise = new CounterNoise(seed);
          List<Field> samples = Runs.samples(setting.sampler(), problem, Chains.of(4), noise);
          double size = spread(probe.law());
          for (int chain = 0; chain < samples.size(); chain++) {
            double[] x = Coordinates.of(samples.get(chain));
            double[] expected = probe.predict(noise, chain, probe.sizes());
            for (int i = 0; i < x.length; i++) {
              if (!(Math.abs(x[i] - expected[i]) <= 2e-4 * (size + Math.abs(expected[i])))) {
                throw new Violation(
                    "x = c + B z from the probed c and B, within 2e-4",
                    show(x[i])
                        + " where superposition gives "
                        + show(expected[i])
                        + " with "
                        + setting,
                    "a clip, a norm gradient or another nonlinearity: then the sampler must not say"
                        + " that it is affine");
              }
            }
          }
        });
  }

  @Rule("S-14")
  @OneSeed
  @Label("S-14 samples have the moments of the probed law")
  void empiricalMoments(@ForAll long seed) {
    int n = thorough() ? 4000 : 800;
    eachAffine(
        (setting, closedForm, problem) -> {
          GaussianLaw law = Probe.of(setting.sampler(), problem).law();
          List<double[]> x = new ArrayList<>();
          for (Field f :
              Runs.samples(setting.sampler(), problem, Chains.of(n), new CounterNoise(seed))) {
            x.add(Coordinates.of(f));
          }
          double tail = Laws.tail(x, law, 1e-5 * (1 + spread(law)));
          if (tail < LikelihoodRules.FALSE_ALARM) {
            throw new Violation(
                "moments of " + n + " samples as probed (χ² tests, false-alarm rate 1e-5)",
                "a tail probability of "
                    + show(tail)
                    + " with "
                    + setting
                    + " on "
                    + closedForm.name(),
                "draws that are correlated, reused or not standard normal");
          }
        });
  }

  @Rule("S-15")
  @OneSeed
  @Label("S-15 the probed law is the law that theory predicts for the method")
  void predictedLaw(@ForAll long seed) {
    List<String> without = new ArrayList<>();
    eachAffine(
        (setting, closedForm, problem) -> {
          Optional<LawPredictor> law = law(setting.options());
          if (law.isEmpty()) {
            without.add(setting.toString());
            return;
          }
          GaussianLaw expected = law.get().predict(closedForm.forPrediction());
          GaussianLaw seen = Probe.of(setting.sampler(), problem).law();
          double error = Laws.difference(seen, expected);
          if (!(error <= SAME_LAW)) {
            throw new Violation(
                "the predicted law within 1e-4: " + text(expected),
                text(seen)
                    + ", off by "
                    + show(error)
                    + " with "
                    + setting
                    + " on "
                    + closedForm.name(),
                LawDiagnosis.of(seen, expected));
          }
        });
    if (!without.isEmpty()) {
      throw NotTested.untested("no predicted law comes with " + without.get(0));
    }
  }

  @Rule("S-16")
  @OneSeed
  @Label("S-16 a sampler declared exact approaches the posterior as its budget grows")
  void approachesPosterior(@ForAll long seed) {
    approach(false);
  }

  @Rule("S-17")
  @OneSeed
  @Label("S-17 an uninformative measurement returns the prior")
  void uninformative(@ForAll long seed) {
    approach(true);
  }

  private void approach(boolean drowned) {
    List<Map<String, String>> growing = budgets().growing();
    if (growing.isEmpty()) {
      throw NotTested.untested("no growing budgets are stated");
    }
    LawProblem p = drowned ? LawProblem.real().uninformative() : LawProblem.real();
    GaussianLaw target = p.gaussianPosterior();
    List<Double> distances = new ArrayList<>();
    GaussianLaw last = target;
    for (Map<String, String> budget : growing) {
      Setting s = setting(budget);
      if (!s.sampler().exactness().affine()) {
        throw NotTested.untested("not affine with " + s + ": see S-18 and S-19");
      }
      PreparedProblem problem = p.open();
      requirePossible(s, problem);
      last = Probe.of(s.sampler(), problem).law();
      distances.add(Laws.wasserstein(last, target));
    }
    double first = distances.get(0);
    double final_ = distances.get(distances.size() - 1);
    boolean falls = true;
    for (int i = 1; i < distances.size(); i++) {
      falls &= distances.get(i) <= 1.05 * distances.get(i - 1) + 0.01;
    }
    if (!(falls && final_ <= 0.1 && (final_ <= 0.6 * first || final_ <= 0.03))) {
      throw new Violation(
          "a Wasserstein distance to the "
              + (drowned ? "prior" : "posterior")
              + " that falls along "
              + growing
              + " to 0.1 rms standard deviations or less",
          distances + ", at the end " + text(last) + " for " + text(target),
          LawDiagnosis.of(last, target) + "; or a claim of exactness that does not hold");
    }
  }

  /**
   * Runs a check where the method says that it is affine. The second problem is the first but for
   * its scale: what was remembered of the first does not fit it.
   */
  private void eachAffine(Check check) {
    each(
        List.of(LawProblem.real(), LawProblem.real().louder(3), LawProblem.complex()),
        (setting, closedForm, problem) -> {
          if (setting.sampler().exactness().affine()) {
            check.on(setting, closedForm, problem);
          }
        });
  }

  private static double spread(GaussianLaw law) {
    return Math.sqrt(Matrix.of(law.covariance()).maxAbs());
  }

  static String text(GaussianLaw law) {
    StringBuilder s = new StringBuilder("mean");
    for (double m : law.mean()) {
      s.append(' ').append(show(m));
    }
    s.append(", variances");
    for (int i = 0; i < law.mean().length; i++) {
      s.append(' ').append(show(law.covariance()[i][i]));
    }
    return s.toString();
  }
}
