package org.tweedie.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.PluginException;
import org.tweedie.api.error.TweedieException;
import org.tweedie.api.error.UnknownIdException;
import org.tweedie.api.field.Space;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.PriorProvider;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.engine.catalogue.Catalogue;

/** Providers that build on other providers, by what the session lets them look up. */
class LookupTest {
  private static final List<String> CLOSED = new ArrayList<>();

  /** Denoises with another prior and adds a shift; what the other cannot do it does not claim. */
  private record Shifted(Prior inner, double by) implements Prior {
    @Override
    public PriorCard card() {
      return inner.card();
    }

    @Override
    public <C extends Capability> Optional<C> capability(Class<C> type) {
      if (type != Denoiser.class) {
        return Optional.empty();
      }
      Denoiser d =
          (batch, sigma) ->
              inner.capability(Denoiser.class).orElseThrow().denoise(batch, sigma).stream()
                  .map(x -> x.axpy(by, x.copy().fill(1)))
                  .toList();
      return inner.capability(Denoiser.class).map(c -> type.cast(d));
    }

    @Override
    public void close() {
      CLOSED.add("shifted");
      inner.close();
    }
  }

  private static final class Wrapping extends Toys.Named implements PriorProvider {
    Wrapping() {
      super(
          "toy.shifted",
          OptionSpec.text("of", "toy.gaussian", "the prior to shift"),
          OptionSpec.text("its-mean", "0", "the mean of that"),
          OptionSpec.number("by", 0, -9, 9, "by how much"));
    }

    private static Map<String, String> its(Context c) {
      return switch (c.options().text("of")) {
        case "toy.gaussian" -> Map.of("mean", c.options().text("its-mean"));
        case "toy.shifted" -> Map.of("of", "toy.shifted");
        default -> Map.of();
      };
    }

    @Override
    public PriorCard card(Context c) {
      return c.lookup().card(c.options().text("of"), its(c));
    }

    @Override
    public Prior create(Context c, Space space) {
      return new Shifted(
          c.lookup().prior(c.options().text("of"), its(c), space), c.options().number("by"));
    }
  }

  /** A method that leaves the choice of the method to an option. */
  private static final Toys.Sampling CHOOSING =
      new Toys.Sampling(
          "toy.choosing",
          c -> c.lookup().sampler(c.options().text("method"), Map.of("weight", "0.2")),
          OptionSpec.text("method", "toy.plain", "which"));

  private static final Catalogue CATALOGUE =
      Catalogue.of(
          new Toys.Operator(), new Toys.Gaussian(), new Wrapping(), new Toys.Plain(), CHOOSING);

  private static Request.Builder request() {
    return Request.builder()
        .operator("toy.diagonal")
        .input("data", Toys.random(Space.real(3, 4), 1))
        .prior("toy.gaussian")
        .sampler("toy.plain")
        .samples(2);
  }

  private static Reconstruction run(Request.Builder b) {
    try (Session s = Session.prepare(CATALOGUE, b.build())) {
      return s.run(RunListener.SILENT);
    }
  }

  private static void assertSame(Reconstruction a, Reconstruction b) {
    for (int i = 0; i < 2; i++) {
      assertArrayEquals(a.samples().get(i).data(), b.samples().get(i).data());
    }
  }

  @Test
  void aPriorWrapsAnotherThatItLooksUp() {
    CLOSED.clear();
    Reconstruction plain = run(request().option("mean", "1"));
    Reconstruction same = run(request().prior("toy.shifted").option("its-mean", "1"));
    assertSame(plain, same);
    assertEquals(List.of("shifted"), CLOSED);
    assertEquals(plain.counts(), same.counts());
    assertEquals("toy.gaussian", same.provenance().card().name());
    Reconstruction shifted = run(request().prior("toy.shifted").option("by", "1"));
    float moved = shifted.samples().get(0).data()[0] - plain.samples().get(0).data()[0];
    assertTrue(Math.abs(moved) > 0.1, moved + "");
  }

  @Test
  void aSamplerChoosesAnother() {
    assertSame(run(request().option("weight", "0.2")), run(request().sampler("toy.choosing")));
  }

  @Test
  void whatIsNotInstalledIsNamedWithTheNearest() {
    assertMessage(
        UnknownIdException.class,
        request().prior("toy.shifted").option("of", "toy.gausian"),
        "did you mean 'toy.gaussian'?");
    assertMessage(
        UnknownIdException.class,
        request().sampler("toy.choosing").option("method", "toy.plian"),
        "did you mean 'toy.plain'?");
    assertMessage(
        InvalidOptionException.class,
        request().prior("toy.shifted").option("its-mean", "much"),
        "'mean' is 'much'");
    // A prior is not a sampler.
    assertMessage(
        UnknownIdException.class,
        request().sampler("toy.choosing").option("method", "toy.gaussian"),
        "toy.gaussian");
  }

  @Test
  void aCircleOfProvidersIsAnErrorAndNoOverflow() {
    assertMessage(
        InvalidOptionException.class,
        request().prior("toy.shifted").option("of", "toy.shifted"),
        "build on one another without end: toy.shifted, toy.shifted");
  }

  @Test
  void whatTheOtherThrowsIsWrapped() {
    Toys.Created failing =
        new Toys.Created(
            "toy.failing",
            new Toys.Gaussian()
                .card(
                    Context.of(
                        org.tweedie.api.option.Options.defaults(new Toys.Gaussian().options()))),
            (c, s) -> {
              throw new IllegalStateException("no licence");
            });
    Catalogue c = Catalogue.of(new Toys.Operator(), failing, new Wrapping(), new Toys.Plain());
    Request r = request().prior("toy.shifted").option("of", "toy.failing").build();
    PluginException e = assertThrows(PluginException.class, () -> Session.prepare(c, r));
    assertTrue(e.getMessage().contains("no licence"), e.getMessage());
  }

  private static void assertMessage(
      Class<? extends TweedieException> type, Request.Builder b, String part) {
    TweedieException e = assertThrows(type, () -> Session.prepare(CATALOGUE, b.build()));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
