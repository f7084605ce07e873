package dev.carousel.nlp.vectors;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.nlp.text.DataFile;
import dev.carousel.nlp.token.Vocabulary;
import dev.carousel.train.Signature;
import dev.carousel.train.TokenVectors;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A file of word vectors, one word a line: the word and its numbers, with spaces between them, as
 * GloVe (Pennington, Socher and Manning, 2014) publishes them, or the same after a line with the
 * number of words and the length of a vector, as word2vec (Mikolov et al., 2013) and fastText write
 * them. The file is read line by line, so it may be larger than memory.
 *
 * <p>Only the vectors of a vocabulary's tokens are taken, how many of them have one is logged. The
 * others keep the model's initial weights, and all are trained with the model.
 *
 * @param path absolute, or relative to a data folder
 * @param publicName the name under which the file is usually found, for whoever lacks it
 * @param sha256 the file's SHA-256 as 64 hexadecimal digits; a file with another one is refused
 */
public record WordVectors(String path, Optional<String> publicName, Optional<String> sha256) {
  private static final Logger LOG = System.getLogger(WordVectors.class.getName());

  /**
   * Checks the digest's form.
   *
   * @throws IllegalArgumentException if it is not 64 hexadecimal digits
   */
  public WordVectors {
    new DataFile(path, DataFile.UTF_8, publicName, sha256);
  }

  /**
   * The tokens that a model is to be built for.
   *
   * @param vectors where their vectors are, if there are any
   * @param folders where the file is looked for
   * @param vocabulary the tokens
   * @return the vocabulary's size and the vectors
   * @throws InvalidDataException if the file cannot be read, a line of it is not as described, it
   *     ends before its first line says, or no token has a vector in it
   */
  public static Signature.Tokens tokens(
      Optional<WordVectors> vectors, DataFolders folders, Vocabulary vocabulary) {
    return new Signature.Tokens(
        vocabulary.size(), vectors.map(file -> file.read(folders, vocabulary)));
  }

  /**
   * The files of a task.
   *
   * @param data those of its data
   * @param tokens its tokens
   * @return the former with the files of the latter's vectors, each once
   */
  public static List<Path> files(List<Path> data, Signature.Tokens... tokens) {
    List<Path> all = new ArrayList<>(data);
    for (Signature.Tokens each : tokens) {
      each.vectors()
          .map(TokenVectors::file)
          .filter(file -> !all.contains(file))
          .ifPresent(all::add);
    }
    return List.copyOf(all);
  }

  private TokenVectors read(DataFolders folders, Vocabulary vocabulary) {
    DataFile file = new DataFile(path, DataFile.UTF_8, publicName, sha256);
    Path found = file.find(folders);
    VectorLines lines = new VectorLines(path, vocabulary);
    file.forEachLine(found, lines);
    TokenVectors vectors = lines.vectors(found);
    LOG.log(
        Level.INFO,
        String.format(
            Locale.ROOT,
            "%,d of %,d tokens of the vocabulary have a vector in '%s'",
            vectors.byId().size(),
            vocabulary.size(),
            path));
    return vectors;
  }
}
