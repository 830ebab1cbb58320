/** Deep Java Library. The archive readers serve its downloads, which are switched off. */
open module ai.djl.api {
  exports ai.djl;
  exports ai.djl.engine;
  exports ai.djl.engine.rpc;
  exports ai.djl.inference;
  exports ai.djl.inference.streaming;
  exports ai.djl.metric;
  exports ai.djl.modality;
  exports ai.djl.modality.audio;
  exports ai.djl.modality.audio.translator;
  exports ai.djl.modality.cv;
  exports ai.djl.modality.cv.output;
  exports ai.djl.modality.cv.transform;
  exports ai.djl.modality.cv.translator;
  exports ai.djl.modality.cv.translator.wrapper;
  exports ai.djl.modality.cv.util;
  exports ai.djl.modality.nlp;
  exports ai.djl.modality.nlp.bert;
  exports ai.djl.modality.nlp.embedding;
  exports ai.djl.modality.nlp.generate;
  exports ai.djl.modality.nlp.preprocess;
  exports ai.djl.modality.nlp.qa;
  exports ai.djl.modality.nlp.translator;
  exports ai.djl.modality.rl;
  exports ai.djl.modality.rl.agent;
  exports ai.djl.modality.rl.env;
  exports ai.djl.ndarray;
  exports ai.djl.ndarray.index;
  exports ai.djl.ndarray.index.dim;
  exports ai.djl.ndarray.index.full;
  exports ai.djl.ndarray.internal;
  exports ai.djl.ndarray.types;
  exports ai.djl.nn;
  exports ai.djl.nn.convolutional;
  exports ai.djl.nn.core;
  exports ai.djl.nn.norm;
  exports ai.djl.nn.pooling;
  exports ai.djl.nn.recurrent;
  exports ai.djl.nn.transformer;
  exports ai.djl.repository;
  exports ai.djl.repository.zoo;
  exports ai.djl.training;
  exports ai.djl.training.dataset;
  exports ai.djl.training.evaluator;
  exports ai.djl.training.hyperparameter;
  exports ai.djl.training.hyperparameter.optimizer;
  exports ai.djl.training.hyperparameter.param;
  exports ai.djl.training.initializer;
  exports ai.djl.training.listener;
  exports ai.djl.training.loss;
  exports ai.djl.training.optimizer;
  exports ai.djl.training.tracker;
  exports ai.djl.training.util;
  exports ai.djl.translate;
  exports ai.djl.util;
  exports ai.djl.util.cuda;
  exports ai.djl.util.passthrough;

  requires com.google.gson;
  requires com.sun.jna;
  requires java.desktop;
  requires java.management;
  requires static java.compiler;
  requires static org.apache.commons.codec;
  requires static org.apache.commons.compress;
  requires static org.apache.commons.io;
  requires transitive org.slf4j;

  uses ai.djl.engine.EngineProvider;
  uses ai.djl.repository.RepositoryFactory;
  uses ai.djl.repository.zoo.ZooProvider;

  provides ai.djl.repository.zoo.ZooProvider with
      ai.djl.repository.zoo.DefaultZooProvider;
}
