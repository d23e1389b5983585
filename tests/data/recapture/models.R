# Poisson log-linear models of all hierarchical sets of twos and threes of four lists, no four-way interaction:
# Rscript models.R > models.csv
# Counts: Bruno et al. 1994 (diabetes in Casale Monferrato), as in the examples of Rcapture.
# AICc takes the persons seen for the size of the sample. low, high: profile likelihood of the number of all
# (Cormack 1992): the unseen are given a number, the model is fitted to all sixteen cells, and the multinomial
# likelihood falls by 3.841 / 2 at the bounds.
full <- expand.grid(d = 1:0, c = 1:0, b = 1:0, a = 1:0)
d <- full[1:15, ]
d$n <- c(58, 157, 18, 104, 46, 650, 12, 709, 14, 20, 7, 74, 8, 182, 10)
total <- sum(d$n)
pairs <- c("a:b", "a:c", "a:d", "b:c", "b:d", "c:d")
threes <- c("a:b:c", "a:b:d", "a:c:d", "b:c:d")
within <- list(c(1, 2, 4), c(1, 3, 5), c(2, 3, 6), c(4, 5, 6))
likelihood <- function(right, unseen) {
  full$n <- c(d$n, unseen)
  all <- total + unseen
  fit <- suppressWarnings(glm(as.formula(paste("n ~", right)), family = poisson, data = full, epsilon = 1e-12))
  lgamma(all + 1) - lgamma(unseen + 1) + sum(full$n * log(fitted(fit) / all))
}
bound <- function(right, unseen, best, ends) {
  uniroot(function(n) likelihood(right, n) - best + qchisq(0.95, 1) / 2, ends, tol = 1e-6)$root
}
cat("interactions,persons,error,deviance,aic,bic,aicc,low,high\n")
for (set in 0:63) {
  of_two <- bitwAnd(set, 2^(0:5)) > 0
  there <- threes[sapply(within, function(places) all(of_two[places]))]
  for (other in 0:(2^length(there) - 1)) {
    chosen <- c(pairs[of_two], there[bitwAnd(other, 2^(seq_along(there) - 1)) > 0])
    right <- paste(c("a + b + c + d", chosen), collapse = " + ")
    fit <- glm(as.formula(paste("n ~", right)), family = poisson, data = d, epsilon = 1e-12)
    unseen <- exp(coef(fit)[1])
    terms <- length(coef(fit))
    error <- sqrt(unseen + unseen^2 * vcov(fit)[1, 1])
    bic <- AIC(fit) - 2 * terms + log(total) * terms
    aicc <- AIC(fit) + 2 * terms * (terms + 1) / (total - terms - 1)
    top <- optimize(function(n) likelihood(right, n), c(0.01, 10 * unseen), maximum = TRUE, tol = 1e-6)
    low <- bound(right, unseen, top$objective, c(1e-6, top$maximum))
    high <- bound(right, unseen, top$objective, c(top$maximum, 20 * unseen))
    cat(sprintf("%s,%.8f,%.8f,%.8f,%.8f,%.8f,%.8f,%.5f,%.5f\n", paste(chosen, collapse = " "),
                total + unseen, error, deviance(fit), AIC(fit), bic, aicc, total + low, total + high))
  }
}
