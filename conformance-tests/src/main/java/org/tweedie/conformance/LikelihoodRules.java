package org.tweedie.conformance;

import static org.tweedie.conformance.Compare.show;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.conformance.statistics.ChiSquare;

/** The rules L-1 to L-3: a likelihood's density, gradient and draws belong together. */
abstract class LikelihoodRules extends RuleSet {
  /** Few draws a test and few tests: with every suite of ours the sum stays below 1e-3. */
  static final double FALSE_ALARM = 1e-5;

  /** The operators under test: several sizes, odd ones and 1 among them where the family has it. */
  protected abstract List<? extends ForwardOperator> operators();

  /** Likelihoods over such operators; none by default. */
  protected List<? extends Likelihood> likelihoods() {
    return List.of();
  }

  @Override
  Optional<String> unbound(String rule) {
    List<? extends Likelihood> all = likelihoods();
    return switch (rule) {
      case "L-1", "L-3" -> unless(!all.isEmpty(), "no likelihood was given");
      case "L-2" ->
          unless(
              all.stream().anyMatch(l -> l.capability(LinearGaussian.class).isPresent()),
              "no linear-Gaussian likelihood");
      default -> super.unbound(rule);
    };
  }

  @Rule("L-1")
  @FiveSeeds
  @Label("L-1 the gradient of a likelihood is that of its log-density")
  void gradientOfDensity(@ForAll long seed) {
    for (Likelihood l : likelihoods()) {
      Sample sample = new Sample(seed);
      Field z = measurement(l, sample);
      Field v = sample.normal(z.space());
      double slope = l.gradient(z).dot(v);
      double best = Double.POSITIVE_INFINITY;
      double numeric = Double.NaN;
      // Rounding wants a wide difference, curvature a narrow one: some step suits both.
      for (double h = 1e-1; h > 1e-5; h /= 4) {
        double d =
            (l.logDensity(z.copy().axpy(h, v)) - l.logDensity(z.copy().axpy(-h, v))) / (2 * h);
        if (Math.abs(d - slope) < best) {
          best = Math.abs(d - slope);
          numeric = d;
        }
      }
      double scale = l.gradient(z).norm() * v.norm() / Math.sqrt(v.data().length);
      if (!(best <= 5e-3 * Math.max(Math.abs(numeric), scale))) {
        throw new Violation(
            "⟨∇log p, v⟩ = central difference of log p within 5e-3",
            show(slope) + " and " + show(numeric) + " on " + z.space(),
            Diagnosis.factor(slope, numeric, "the gradient"));
      }
    }
  }

  @Rule("L-2")
  @FiveSeeds
  @Label("L-2 a linear-Gaussian likelihood agrees with its operator, data and noise level")
  void linearGaussian(@ForAll long seed) {
    for (Likelihood l : likelihoods()) {
      LinearGaussian g = l.capability(LinearGaussian.class).orElse(null);
      if (g == null) {
        continue;
      }
      Field x = new Sample(seed).normal(l.operator().domain());
      Field z = l.operator().apply(x);
      // The whitened system may differ by a unitary map; its data gradient may not.
      Field plain;
      try (var at = l.operator().linearize(x)) {
        plain = at.vjp(l.gradient(z));
      }
      Field r = g.data().copy().subtract(g.operator().apply(x));
      Field white = g.operator().adjoint(r).scale(1 / (g.sigma() * g.sigma()));
      double error = Compare.relative(plain, white);
      if (!(error <= 1e-3)) {
        throw new Violation(
            "Aᵀ∇log p(y|Ax) = A*(y − Ax)/σ² within 1e-3",
            "a relative difference of " + show(error) + " on " + x.space(),
            Diagnosis.factor(white.norm(), plain.norm(), "A*(y − Ax)/σ²"));
      }
    }
  }

  @Rule("L-3")
  @FiveSeeds
  @Label("L-3 draws are keyed by the noise source and have the stated noise level")
  void draws(@ForAll long seed) {
    Purpose purpose = Purpose.of("measurement");
    for (Likelihood l : likelihoods()) {
      Field z = measurement(l, new Sample(seed));
      CounterNoise noise = new CounterNoise(seed);
      Field y = l.draw(z, noise, 0, 0, purpose).require(z.space(), "a draw");
      if (!y.isFinite() || !Compare.same(y, l.draw(z, noise, 0, 0, purpose))) {
        throw new Violation(
            "a finite draw that the same key gives again",
            "another",
            "randomness from elsewhere than the noise source");
      }
      LinearGaussian g = l.capability(LinearGaussian.class).orElse(null);
      if (g == null || !g.data().space().equals(z.space())) {
        continue;
      }
      // Whitened or not, ⟨r, r⟩ of the whitened residual is χ² with one degree a component.
      double sum = 0;
      int count = 0;
      for (int chain = 0; chain < 16; chain++) {
        Field r = l.draw(z, noise, chain, 1, purpose).subtract(z);
        sum += r.normSquared() / (g.sigma() * g.sigma());
        count += r.data().length;
      }
      double tail = ChiSquare.twoSided(sum, count);
      if (tail < FALSE_ALARM) {
        throw new Violation(
            "a mean square of (draw − z)/σ of 1 (χ², false-alarm rate 1e-5)",
            show(sum / count) + " over " + count + " components",
            Diagnosis.factor(Math.sqrt(sum / count), 1, "the noise of a draw"));
      }
    }
  }

  /** Noise-free measurements of a random image, so that the point is one that can occur. */
  private static Field measurement(Likelihood l, Sample sample) {
    ForwardOperator a = l.operator();
    return a.apply(sample.inside(a.domain(), a.admissible()));
  }
}
