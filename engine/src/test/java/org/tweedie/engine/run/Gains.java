package org.tweedie.engine.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Linearization;
import org.tweedie.api.spi.operator.Domain;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.Parameter;
import org.tweedie.api.spi.operator.Parametric;
import org.tweedie.engine.Toys;

/**
 * {@code y = φ x + σn} component by component with unknown gains φ: linear in the image where its
 * domain is the whole space.
 *
 * @param start the gains that it has unless others are given
 * @param data y
 * @param domain of the images
 * @param opened how many derivatives are open
 */
record Gains(Field start, Field data, Domain domain, AtomicInteger opened)
    implements Likelihood, Parametric {
  private static final double SIGMA = 0.4;

  static Gains on(Space space, Domain domain) {
    return new Gains(
        Toys.Diagonal.on(space).a(), Toys.random(space, 1), domain, new AtomicInteger());
  }

  int open() {
    return opened.get();
  }

  private GaussianLikelihood inner() {
    return new GaussianLikelihood(
        domain.isAny() ? new Toys.Diagonal(start) : new Bounded(start, domain), data, SIGMA);
  }

  /** The same, defined on a box alone, and so not linear. */
  private record Bounded(Field factors, Domain admissible) implements ForwardOperator {
    @Override
    public Space domain() {
      return factors.space();
    }

    @Override
    public Space range() {
      return factors.space();
    }

    @Override
    public Field apply(Field x) {
      if (!admissible.contains(x)) {
        throw new AssertionError("left the domain");
      }
      return x.copy().multiply(factors);
    }

    @Override
    public Linearization<Field> linearize(Field x) {
      return Linearization.of(
          apply(x), v -> v.copy().multiply(factors), u -> u.copy().multiply(factors));
    }
  }

  @Override
  public ForwardOperator operator() {
    return inner().operator();
  }

  @Override
  public double logDensity(Field z) {
    return inner().logDensity(z);
  }

  @Override
  public Field gradient(Field z) {
    return inner().gradient(z);
  }

  @Override
  public Field draw(Field z, Noise noise, int chain, long step, Purpose purpose) {
    return inner().draw(z, noise, chain, step, purpose);
  }

  @Override
  public double dataFit(Field z) {
    return inner().dataFit(z);
  }

  @Override
  public <C extends Capability> Optional<C> capability(Class<C> type) {
    return type == Parametric.class ? Optional.of(type.cast(this)) : inner().capability(type);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(Parameter.of("gains", start, "what each component is multiplied by"));
  }

  @Override
  public Likelihood at(Map<String, Field> values) {
    return new Gains(values.get("gains"), data, domain, opened);
  }

  @Override
  public Derivatives linearize(Field x, Map<String, Field> values) {
    Field phi = values.get("gains");
    Field value = at(values).operator().apply(x);
    opened.incrementAndGet();
    return new Derivatives() {
      @Override
      public Field value() {
        return value;
      }

      @Override
      public Field vjpImage(Field u) {
        return u.copy().multiply(phi);
      }

      @Override
      public Field vjp(String parameter, Field u) {
        return u.copy().multiply(x);
      }

      @Override
      public void close() {
        opened.decrementAndGet();
      }
    };
  }
}
