package org.tweedie.conformance;

import static org.tweedie.conformance.Compare.show;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.GaussianNoise;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.OrderedSubsets;
import org.tweedie.conformance.statistics.ChiSquare;

/** The rules L-1 to L-4: a likelihood's density, gradient, draws and parts belong together. */
abstract class LikelihoodRules extends RuleSet {
  /** Few draws a test and few tests: with every suite of ours the sum stays below 1e-3. */
  static final double FALSE_ALARM = 1e-5;

  private static final int MOST_PARTS = 32; // more take time and tell nothing new

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
      case "L-2" -> unless(any(GaussianNoise.class), "no likelihood with Gaussian noise");
      case "L-4" -> unless(any(OrderedSubsets.class), "no likelihood has ordered subsets");
      default -> super.unbound(rule);
    };
  }

  private boolean any(Class<? extends Capability> type) {
    return likelihoods().stream().anyMatch(l -> l.capability(type).isPresent());
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
  @Label("L-2 Gaussian noise agrees with the likelihood's operator, data, gradient and data fit")
  void gaussianNoise(@ForAll long seed) {
    for (Likelihood l : likelihoods()) {
      GaussianNoise g = l.capability(GaussianNoise.class).orElse(null);
      if (g == null) {
        continue;
      }
      Field x = new Sample(seed).inside(l.operator().domain(), l.operator().admissible());
      Field z = l.operator().apply(x);
      double variance = g.sigma() * g.sigma();
      Field r = l.data().copy().subtract(z);
      double fit = r.normSquared() / (r.data().length * variance);
      Field white = r.scale(1 / variance);
      boolean own = Compare.same(g.data(), l.data()) && Compare.same(g.operator().apply(x), z);
      boolean linear =
          l.operator().linear().isPresent() == l.capability(LinearGaussian.class).isPresent();
      double error = Compare.relative(l.gradient(z), white);
      if (!(own && linear && error <= 1e-3 && Math.abs(l.dataFit(z) - fit) <= 1e-3 * fit)) {
        throw new Violation(
            "the likelihood's own A and y, LinearGaussian where A is linear, ∇log p = (y − z)/σ²"
                + " and a data fit of ‖y − z‖²/(mσ²) = "
                + show(fit)
                + ", within 1e-3",
            (own ? "" : "another A or y; ")
                + (linear ? "" : "linear, but not LinearGaussian or the other way round; ")
                + "a gradient off by "
                + show(error)
                + " and a data fit of "
                + show(l.dataFit(z))
                + " on "
                + x.space(),
            Diagnosis.factor(white.norm(), l.gradient(z).norm(), "(y − z)/σ²"));
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
      if (l.capability(GaussianNoise.class).isEmpty()) {
        continue;
      }
      // The density tells the noise level of each sample, whitened or not: 2[log p(y|y) −
      // log p(y|y − r)] = Σ r²/σ² is χ² with one degree a component.
      double top = l.logDensity(l.data());
      double sum = 0;
      int count = 0;
      for (int chain = 0; chain < 16; chain++) {
        Field r = l.draw(z, noise, chain, 1, purpose).subtract(z);
        sum += 2 * (top - l.logDensity(l.data().copy().subtract(r)));
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

  @Rule("L-4")
  @FiveSeeds
  @Label("L-4 ordered subsets sum to the whole")
  void subsets(@ForAll long seed) {
    for (Likelihood l : likelihoods()) {
      OrderedSubsets split = l.capability(OrderedSubsets.class).orElse(null);
      if (split == null) {
        continue;
      }
      Field x = new Sample(seed).inside(l.operator().domain(), l.operator().admissible());
      IntStream.of(1, 2, 3, 5, split.most())
          .filter(count -> count <= Math.min(split.most(), MOST_PARTS))
          .distinct()
          .forEach(count -> sum(l, split.subsets(count), count, x));
    }
  }

  private static void sum(Likelihood whole, List<Likelihood> parts, int count, Field x) {
    Field z = whole.operator().apply(x);
    double density = whole.logDensity(z);
    Field gradient = pulledBack(whole, x);
    double densities = 0;
    Field gradients = Field.zeros(x.space());
    int components = 0;
    for (Likelihood part : parts) {
      densities += part.logDensity(part.operator().apply(x));
      gradients.add(pulledBack(part, x));
      components += part.data().data().length;
    }
    double error = Compare.relative(gradients, gradient);
    boolean sums = Math.abs(densities - density) <= 1e-4 * (Math.abs(density) + components);
    if (!sums || !(error <= 1e-3) || parts.size() != count || components != z.data().length) {
      throw new Violation(
          count
              + " parts with "
              + z.data().length
              + " data, log-densities that sum to "
              + show(density)
              + " and gradients that sum to the whole one within 1e-3",
          parts.size()
              + " parts with "
              + components
              + " data, a sum of "
              + show(densities)
              + " and gradients off by "
              + show(error)
              + " on "
              + x.space(),
          "subsets that overlap or leave samples out, or that do not take their noise levels and"
              + " backgrounds along");
    }
  }

  /** The gradient in x. */
  private static Field pulledBack(Likelihood l, Field x) {
    try (var at = l.operator().linearize(x)) {
      return at.vjp(l.gradient(at.value()));
    }
  }

  /** Noise-free measurements of a random image, so that the point is one that can occur. */
  private static Field measurement(Likelihood l, Sample sample) {
    ForwardOperator a = l.operator();
    return a.apply(sample.inside(a.domain(), a.admissible()));
  }
}
