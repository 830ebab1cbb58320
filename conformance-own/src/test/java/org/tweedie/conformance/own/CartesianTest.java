package org.tweedie.conformance.own;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.Preparation;
import org.tweedie.api.spi.operator.Simulation;
import org.tweedie.api.spi.operator.Simulator;
import org.tweedie.conformance.OperatorRules;

/** The rules for operators on {@code mri.cartesian}: one coil and several, odd sizes, any mask. */
class CartesianTest extends OperatorRules {
  private static final List<Likelihood> LIKELIHOODS =
      List.of(
          measured(1, 1, 1, "full"),
          measured(8, 6, 1, "full"),
          measured(9, 7, 1, "points"),
          measured(12, 10, 3, "lines"),
          measured(7, 11, 2, "points"));

  @Override
  protected List<? extends ForwardOperator> operators() {
    return LIKELIHOODS.stream().map(Likelihood::operator).toList();
  }

  @Override
  protected List<? extends Likelihood> likelihoods() {
    return LIKELIHOODS;
  }

  private static Likelihood measured(int ny, int nx, int coils, String mask) {
    OperatorProvider p = ServiceIds.find(OperatorProvider.class, "mri.cartesian");
    Simulator simulator = p.simulator().orElseThrow();
    CounterNoise noise = new CounterNoise(7);
    Field image = noise.normals(0, 0, Purpose.of("image"), Field.zeros(Space.complex(ny, nx)));
    Map<String, Field> made =
        simulator.simulate(
            Simulation.of(
                image,
                Options.bind(
                    simulator.options(),
                    Map.of(
                        "coils",
                        Integer.toString(coils),
                        "mask",
                        mask,
                        "acceleration",
                        "2",
                        "centre",
                        "4")),
                noise));
    Map<String, Field> inputs = new LinkedHashMap<>(made);
    inputs.keySet().retainAll(new ArrayList<>(p.inputs().stream().map(i -> i.id()).toList()));
    Options options = Options.bind(p.options(), Map.of("noise", "0.02"));
    return p.prepare(Preparation.of(inputs, options)).likelihood();
  }
}
