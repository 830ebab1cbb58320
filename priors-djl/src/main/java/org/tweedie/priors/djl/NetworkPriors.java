package org.tweedie.priors.djl;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.field.Space;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.PriorProvider;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;

/**
 * Makes providers of trained models. An artifact with a model holds the file of weights as a
 * resource and one class for the service loader:
 *
 * <pre>{@code
 * public final class BrainMri {
 *   public static PriorProvider provider() {
 *     return NetworkPriors.resource("brain.mri", "Brain images, complex",
 *         () -> BrainMri.class.getResourceAsStream("brain-mri.safetensors"));
 *   }
 * }
 * }</pre>
 */
public final class NetworkPriors {
  static final Citation EDM =
      new Citation(
          "Karras, Aittala, Aila, Laine",
          "Elucidating the design space of diffusion-based generative models",
          2022,
          "arXiv:2206.00364");

  private static final OptionSpec DEVICE =
      OptionSpec.text("device", "auto", "cpu, gpu, gpu:N, or auto: the first gpu if there is one");
  private static final OptionSpec BATCH =
      OptionSpec.integer(
          "batch", 8, 1, 4096, "most images in one pass; bounds memory, does not change results");

  private NetworkPriors() {}

  /** Opens the bytes of a model; called for the card and again for the weights. */
  @FunctionalInterface
  public interface Weights {
    /**
     * A new stream from the first byte.
     *
     * @throws IOException if there is none
     */
    InputStream open() throws IOException;
  }

  /**
   * A provider of one trained model.
   *
   * @param id the provider's id, for example "brain.mri"
   * @param title one line for a list
   * @param weights the bytes of a .safetensors file that Tweedie or its training script wrote; not
   *     opened before the card or the prior is asked for
   */
  public static PriorProvider resource(String id, String title, Weights weights) {
    return new PriorProvider() {
      @Override
      public String id() {
        return id;
      }

      @Override
      public String title() {
        return title;
      }

      @Override
      public List<OptionSpec> options() {
        return runtimeOptions();
      }

      @Override
      public List<Citation> references() {
        return List.of(EDM);
      }

      @Override
      public PriorCard card(Options options) {
        return NetworkPriors.card(source(), id);
      }

      @Override
      public Prior create(Options options, Space space) {
        return NetworkPriors.create(source(), id, options, space);
      }

      private Safetensors.Source source() {
        return () -> {
          InputStream in = weights.open();
          if (in == null) {
            throw new IOException("the resource is missing from its artifact");
          }
          return in;
        };
      }
    };
  }

  /** The options of every network prior: device and batch. */
  static List<OptionSpec> runtimeOptions() {
    return List.of(DEVICE, BATCH);
  }

  static PriorCard card(Safetensors.Source source, String name) {
    return ModelFile.parse(Safetensors.readMetadata(source, name), name).card();
  }

  static Prior create(Safetensors.Source source, String name, Options options, Space space) {
    String device = device(options);
    Safetensors file = Safetensors.read(source, name);
    ModelFile model = ModelFile.parse(file.metadata(), name);
    if (!model.card().spaces().accepts(space)) {
      throw new UnsupportedProblemException(
          "the prior " + name + " serves " + model.card().spaces() + " images, not " + space,
          "choose a prior for such images, or data that give images that it serves");
    }
    return new NetworkPrior(model, file.tensors(), name, space, device, options.integer("batch"));
  }

  static String device(Options options) {
    String device = options.text("device");
    if (!Torch.isDevice(device)) {
      throw new InvalidOptionException(
          "the option 'device' is '" + device + "'", "give cpu, gpu, gpu:N or auto");
    }
    return device;
  }
}
