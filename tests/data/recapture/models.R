# Poisson log-linear models of all sets of pairs of four lists: Rscript models.R > models.csv
# Counts: Bruno et al. 1994 (diabetes in Casale Monferrato), as in the examples of Rcapture.
d <- expand.grid(d = 1:0, c = 1:0, b = 1:0, a = 1:0)[1:15, ]
d$n <- c(58, 157, 18, 104, 46, 650, 12, 709, 14, 20, 7, 74, 8, 182, 10)
pairs <- c("a:b", "a:c", "a:d", "b:c", "b:d", "c:d")
cat("interactions,persons,error,deviance,aic,bic\n")
for (set in 0:63) {
  chosen <- pairs[bitwAnd(set, 2^(0:5)) > 0]
  right <- paste(c("a + b + c + d", chosen), collapse = " + ")
  fit <- glm(as.formula(paste("n ~", right)), family = poisson, data = d, epsilon = 1e-12)
  unseen <- exp(coef(fit)[1])
  total <- sum(d$n)
  error <- sqrt(unseen + unseen^2 * vcov(fit)[1, 1])
  bic <- AIC(fit) - 2 * length(coef(fit)) + log(total) * length(coef(fit))
  cat(sprintf("%s,%.8f,%.8f,%.8f,%.8f,%.8f\n", paste(chosen, collapse = " "),
              total + unseen, error, deviance(fit), AIC(fit), bic))
}
