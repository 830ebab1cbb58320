package org.tweedie.priors.djl;

import java.util.List;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.field.Space;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.prior.PriorCard;

/** What all providers of network priors share: the options, and the way from a file to a prior. */
final class NetworkPriors {
  static final Citation EDM =
      Citation.of(
          "Karras, Aittala, Aila, Laine",
          "Elucidating the design space of diffusion-based generative models",
          2022,
          "arXiv:2206.00364");

  private static final OptionSpec DEVICE =
      OptionSpec.text("device", "auto", "cpu, gpu, gpu:N, or auto: the first gpu if there is one");
  private static final OptionSpec BATCH =
      OptionSpec.integer("batch", 8, 1, 4096, "gpu: most images in one pass, which bounds memory");
  private static final OptionSpec THREADS =
      OptionSpec.integer("threads", 0, 0, 4096, "cpu: images worked on at a time; 0: one a core");
  private static final OptionSpec ALONE =
      OptionSpec.integer(
          "threads-alone",
          1,
          0,
          4096,
          "cpu: threads of an image alone in its batch; 0: one a core. More than 1 is faster on idle"
              + " cores, and rounds otherwise than beside others");

  private NetworkPriors() {}

  /** The options of every network prior: device, batch, threads and threads-alone. */
  static List<OptionSpec> runtimeOptions() {
    return List.of(DEVICE, BATCH, THREADS, ALONE);
  }

  static PriorCard card(Safetensors.Source source, String name) {
    return ModelFile.parse(Safetensors.readMetadata(source, name), name).card();
  }

  static NetworkPrior create(Safetensors.Source source, String name, Options options, Space space) {
    String device = device(options);
    Safetensors file = Safetensors.read(source, name);
    ModelFile model = ModelFile.parse(file.metadata(), name);
    if (!model.card().accepts(space)) {
      throw new UnsupportedProblemException(
          "the prior " + name + " serves " + model.card().spacesInWords() + " images, not " + space,
          "choose a prior for such images, or data that give images that it serves");
    }
    requireAddressable(model.architecture(), name, space);
    return new NetworkPrior(
        model,
        file.tensors(),
        name,
        space,
        device,
        options.integer("batch"),
        threads("threads", options),
        threads("threads-alone", options));
  }

  private static void requireAddressable(Architecture network, String name, Space space) {
    long k = network.multiple();
    long rows = (space.dim(0) + k - 1) / k * k;
    long columns = (space.dim(1) + k - 1) / k * k;
    if (rows * columns * network.channels() > Integer.MAX_VALUE - 8) {
      throw new UnsupportedProblemException(
          "the prior " + name + " cannot hold an image of " + space + " in one array",
          "split the image, or reconstruct it on a coarser grid");
    }
  }

  private static int threads(String option, Options options) {
    int given = options.integer(option);
    return given == 0
        ? Integer.getInteger("tweedie.threads", Runtime.getRuntime().availableProcessors())
        : given;
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
