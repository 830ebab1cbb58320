package org.tweedie.engine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.operator.Curvature;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.GaussianNoise;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.OrderedSubsets;
import org.tweedie.api.spi.operator.Parameter;
import org.tweedie.api.spi.operator.Parametric;
import org.tweedie.engine.run.Meter.Part;

/**
 * A likelihood in the prior's units. Of a linear-Gaussian one y and σ are divided by the gain and A
 * is left alone; of any other the operator is composed with the change of units. {@link
 * #capability} is the one place that lists what carries over.
 */
final class PreparedLikelihood implements Likelihood {
  private final Likelihood inner;
  private final Likelihood noise;
  private final PreparedOperator operator;
  private final Alignment t;
  private final boolean rescaled;

  PreparedLikelihood(Likelihood inner, Alignment t, Meter meter) {
    // Unknown parameters move A: then y and A b would have to move along.
    this(inner, t, meter, inner.capability(Parametric.class).isEmpty());
  }

  private PreparedLikelihood(Likelihood inner, Alignment t, Meter meter, boolean rescale) {
    this.inner = inner;
    this.t = t;
    Optional<LinearGaussian> linear = inner.capability(LinearGaussian.class);
    rescaled = rescale && linear.isPresent();
    if (rescaled) {
      // y = A(g E x′ + b) + σn becomes (y − A b)/g = A E x′ + (σ/g) n.
      LinearGaussian l = linear.get();
      Field y = l.data().copy();
      if (t.offset() != 0) {
        y.subtract(l.operator().apply(t.toData(Field.zeros(t.prior()))));
      }
      operator =
          new PreparedOperator(l.operator(), new Alignment(1, 0, t.data(), t.prior()), meter);
      noise = new GaussianLikelihood(operator, y.scale(1 / t.gain()), l.sigma() / t.gain());
    } else {
      operator = new PreparedOperator(inner.operator(), t, meter);
      noise = inner;
    }
  }

  @Override
  public ForwardOperator operator() {
    return operator;
  }

  @Override
  public Field data() {
    return noise.data();
  }

  @Override
  public double logDensity(Field z) {
    return operator.meter.fromOperator(noise.logDensity(measurement(z)), z);
  }

  @Override
  public Field gradient(Field z) {
    return operator.meter.fromOperator(noise.gradient(measurement(z)), z);
  }

  @Override
  public Field draw(Field z, Noise source, int chain, long step, Purpose purpose) {
    return operator.meter.fromOperator(noise.draw(measurement(z), source, chain, step, purpose), z);
  }

  @Override
  public double dataFit(Field z) {
    return noise.dataFit(measurement(z));
  }

  @Override
  public double dataFitDeviation(Field z) {
    return noise.dataFitDeviation(measurement(z));
  }

  private Field measurement(Field z) {
    return z.require(operator.range(), "the measurement");
  }

  /**
   * {@code log p(y) − log p(y′)}: what is to be added to an evidence in the prior's units to have
   * it in the data's.
   */
  double logJacobian() {
    return rescaled ? inner.logDensity(inner.data()) - noise.logDensity(noise.data()) : 0;
  }

  @Override
  public <C extends Capability> Optional<C> capability(Class<C> type) {
    Optional<? extends Capability> found = Optional.empty();
    if (type == GaussianNoise.class || type == LinearGaussian.class) {
      found = gaussian(type == LinearGaussian.class);
    } else if (type == Curvature.class) {
      found = noise.capability(Curvature.class).map(this::checked);
    } else if (type == OrderedSubsets.class) {
      found = inner.capability(OrderedSubsets.class).map(this::aligned);
    } else if (type == Parametric.class) {
      found = inner.capability(Parametric.class).map(AlignedParameters::new);
    }
    return found.map(type::cast);
  }

  private Optional<? extends Capability> gaussian(boolean linearOnly) {
    Optional<Double> sigma = noise.capability(GaussianNoise.class).map(GaussianNoise::sigma);
    if (sigma.isPresent() && operator.linear().isPresent()) {
      return Optional.of(new Linear(operator, data(), sigma.get()));
    }
    return linearOnly ? Optional.empty() : sigma.map(s -> new Noisy(operator, data(), s));
  }

  private record Noisy(ForwardOperator operator, Field data, double sigma)
      implements GaussianNoise {}

  private record Linear(PreparedOperator operator, Field data, double sigma)
      implements LinearGaussian {}

  private Curvature checked(Curvature c) {
    return (z, v) ->
        operator.meter.fromOperator(
            c.product(measurement(z), v.require(operator.range(), "a vector")), z, v);
  }

  private OrderedSubsets aligned(OrderedSubsets s) {
    return OrderedSubsets.of(
        s.most(),
        count ->
            s.subsets(count).stream()
                .<Likelihood>map(l -> new PreparedLikelihood(l, t, operator.meter, rescaled))
                .toList());
  }

  private final class AlignedParameters implements Parametric {
    private final Parametric p;

    AlignedParameters(Parametric p) {
      this.p = p;
    }

    @Override
    public List<Parameter> parameters() {
      return p.parameters();
    }

    @Override
    public Likelihood at(Map<String, Field> values) {
      return new PreparedLikelihood(p.at(values), t, operator.meter, false);
    }

    @Override
    public Derivatives linearize(Field x, Map<String, Field> values) {
      Field image = operator.image(x);
      Derivatives d = operator.meter.in(Part.OPERATOR, () -> p.linearize(image, values));
      operator.meter.operated(1);
      List<Field> arguments = new ArrayList<>(values.values());
      arguments.add(x);
      Field value;
      try {
        value = operator.meter.fromOperator(d.value(), arguments.toArray(Field[]::new));
      } catch (RuntimeException e) {
        d.close();
        throw e;
      }
      return new Derivatives() {
        @Override
        public Field value() {
          return value;
        }

        @Override
        public Field vjpImage(Field u) {
          u.require(operator.range(), "a cotangent");
          return operator.evaluate(() -> t.pull(d.vjpImage(u)), t.prior(), "Jᵀu", u);
        }

        @Override
        public Field vjp(String parameter, Field u) {
          u.require(operator.range(), "a cotangent");
          Space space = values.get(parameter).space();
          return operator.evaluate(() -> d.vjp(parameter, u), space, "Jᵀu", u);
        }

        @Override
        public void close() {
          d.close();
        }
      };
    }
  }
}
