// SPDX-FileCopyrightText: 2026 The Chakra authors
// SPDX-License-Identifier: MIT

#ifndef CHAKRA_MODEL_H
#define CHAKRA_MODEL_H

#include <Chakra/export.h>
#include <Chakra/macros.h>
#include <Chakra/membername.h>
#include <Chakra/result.h>

#include <QtCore/qobject.h>
#include <QtCore/qvariant.h>

#include <optional>
#include <type_traits>
#include <utility>

class QAbstractItemModel;

namespace Chakra {

class ModelPrivate;
class Session;

/*!
    The base of every model: a QObject whose Q_PROPERTYs are its columns and relations.

    An object belongs to whoever made it until it is added to a Session (or was loaded by one),
    which then owns it; it lives in the thread of its session. \c delete is allowed at any time: the
    object leaves its session, lists and back pointers. Objects never become the QML engine's.

    Reading a relation that is not loaded runs 1 statement, for the object and its neighbours in the
    result that it came with (see LazyLoading); reading anything else runs none, but for columns
    that QuerySet::only() or defer() left out. A getter that fails returns null or an empty list,
    and reports to Session::errorOccurred(). The NOTIFY signal of a property fires once when its
    value changes, when the state is consistent. Both sides of a relation agree in memory at any
    time.

    A class derived from Model without CHAKRA_MODEL lends its fields and to-one relations to the
    models derived from it. Not supported: a model derived from a model. The example to read is
    examples/blog.
*/
class CHAKRA_EXPORT Model : public QObject
{
    Q_OBJECT

public:
    /*! Where an object stands. */
    enum State {
        Transient, /*!< no session; or added and rolled back */
        New, /*!< will be inserted by the next commit */
        Persistent, /*!< stands for a row */
        Removed, /*!< will be deleted by the next commit */
        Deleted /*!< its row is gone: readable, setters are ignored */
    };
    Q_ENUM(State)

    /*!
        A Transient object, which belongs to \a parent where there is one. It keeps it when a
        session takes it, and goes with the parent or the session, whichever goes first.
    */
    explicit Model(QObject *parent = nullptr);
    /*! Leaves session, lists and back pointers, which notify. The row stays. No SQL. */
    ~Model() override;

    /*! The session that owns the object, or null. No SQL. */
    Session *session() const;
    State state() const; /*!< Where the object stands. No SQL. */
    /*! Whether the next commit would write or delete it. No SQL. */
    bool isChanged() const;
    /*!
        The properties that the next commit would write, in declaration order: the changed ones of a
        Persistent object, all columns of a New one. No SQL.
    */
    QStringList changedProperties() const;
    /*!
        Whether \a relation, or a column of that name, is in memory; false where there is none, and
        after a failure. No SQL.
    */
    bool isLoaded(QAnyStringView relation) const;
    /*!
        Why the last load of \a relation, or of a column that only() or defer() left out, failed; of
        kind Error::None when it did not, and Error::UnknownField where there is no such name.
        Getters do not try again until load() or Session::refresh(). No SQL.
    */
    Error relationError(QAnyStringView relation) const;

    /*!
        Loads the relation of \a Getter unless it is loaded, and tells what went wrong: the checked
        form of the getter, which also tries again after a failure. 0 or 1 statements; neighbours
        are served as by the getter. Returns the related object (null where there is none), or the
        list as QList. \a Getter of a field does not compile.
    */
    template <auto Getter>
    auto load()
    {
        using Step = Detail::Step<Getter>;
        static_assert(Step::IsRelation, "Chakra: load<…>() takes the getter of a relation");
        using Target = typename Step::Target;
        const Error error = chakraLoad(Detail::memberName<Getter>());
        if constexpr (Step::IsToMany) {
            using List = QList<Target *>;
            return error.isValid() ? Result<List>(error)
                                   : Result<List>((static_cast<typename Step::Class *>(this)->*Getter)().toList());
        } else {
            return error.isValid()
                    ? Result<Target *>(error)
                    : Result<Target *>((static_cast<typename Step::Class *>(this)->*Getter)());
        }
    }

    //! \cond
protected:
    /*! \internal The body of a setter. */
    template <typename T>
    void chakraAssign(int property, T &member, const T &value)
    {
        switch (chakraAssignmentMode(property, &member)) {
        case AssignmentMode::Ignore:
            return;
        case AssignmentMode::Hydrate:
            member = value;
            return;
        case AssignmentMode::Track:
            break;
        }
        if (member == value) {
            chakraAssigned(property);
            return;
        }
        if (chakraBeginChange(property)) {
            member = value;
            chakraEndChange(property);
        }
    }
    /*!
        \internal At the begin of a getter: only() and defer() leave columns out until they are
        read.
    */
    bool chakraIsIncomplete() const { return m_chakraIncomplete; }
    void chakraComplete(int property) const;
    /*! \internal The body of a to-one getter and its setter. */
    Model *chakraRelated(int property) const;
    void chakraSetRelated(int property, Model *target);
    //! \endcond

private:
    friend class ModelPrivate;
    enum class AssignmentMode { Ignore, Hydrate, Track };
    AssignmentMode chakraAssignmentMode(int property, const void *member);
    void chakraAssigned(int property);
    bool chakraBeginChange(int property);
    void chakraEndChange(int property);
    Error chakraLoad(QAnyStringView relation);
    Q_SLOT void chakraNotified();

    // The ModelPrivate of the object. Not behind a pointer: there is one for each row, and to
    // allocate, find and free it apart takes longer than most of what is done with it. Its size is
    // part of the binary interface.
    alignas(quint64) unsigned char m_chakraState[6 * sizeof(void *) + 24];
    bool m_chakraIncomplete = false; // columns are missing: at hand for each getter
};

namespace Detail {

/*! \internal Thread-safe; harmless when done twice. */
CHAKRA_EXPORT bool registerModel(const QMetaObject *metaObject);

/*!
    \internal The index of a property, looked up when it is first asked for. A static int of the
    function that asks would do the same, but its guard costs the compiler more than all the rest of
    a setter.
*/
class PropertyIndex
{
public:
    int of(const QMetaObject &metaObject, const char *name)
    {
        const int index = m_index.loadRelaxed();
        return index >= 0 ? index : lookUp(metaObject, name);
    }

private:
    CHAKRA_EXPORT int lookUp(const QMetaObject &metaObject, const char *name);
    QBasicAtomicInt m_index = Q_BASIC_ATOMIC_INITIALIZER(-1);
};

CHAKRA_EXPORT bool rejectVariant(const QVariant &value, Model *object, const char *property);
/*! \internal A whole number within the bounds of qint64; Qt's own conversion rounds and cuts. */
CHAKRA_EXPORT bool wholeNumber(const QVariant &value, qint64 *number);
/*! \internal Whether the enum \a type has a value \a number: C++ does not say what others become. */
CHAKRA_EXPORT bool enumHolds(QMetaType type, qint64 number);
/*! \internal A truth, 0 or 1, or one of their words; to Qt every other text is true. */
CHAKRA_EXPORT bool truthValue(const QVariant &value, bool *truth);
/*! \internal A number that a double, or a float where \a single, holds as it is given. */
CHAKRA_EXPORT bool realNumber(const QVariant &value, bool single, double *number);

template <typename T>
QVariant toVariant(const std::optional<T> &value)
{
    return value ? QVariant::fromValue(*value) : QVariant();
}

/*! \internal False, and reported, when \a value is no T. */
template <typename T>
bool fromVariant(const QVariant &value, std::optional<T> &typed, Model *object, const char *property)
{
    if (value.isNull() && value.metaType() != QMetaType::fromType<T>()) {
        typed.reset();
        return true;
    }
    if (value.metaType() == QMetaType::fromType<T>()) {
        typed = *static_cast<const T *>(value.constData());
        return true;
    }
    if constexpr (std::is_same_v<T, bool>) {
        bool truth = false;
        if (!truthValue(value, &truth))
            return rejectVariant(value, object, property);
        typed = truth;
        return true;
    }
    T converted{};
    if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
        qint64 number = 0;
        if (!wholeNumber(value, &number) || !std::in_range<T>(number))
            return rejectVariant(value, object, property);
        typed = T(number);
        return true;
    }
    if constexpr (std::is_floating_point_v<T>) {
        double number = 0;
        if (!realNumber(value, std::is_same_v<T, float>, &number))
            return rejectVariant(value, object, property);
        typed = T(number);
        return true;
    }
    if constexpr (std::is_enum_v<T>) {
        qint64 number = 0;
        if (wholeNumber(value, &number)) {
            if (!enumHolds(QMetaType::fromType<T>(), number))
                return rejectVariant(value, object, property);
            typed = T(number);
            return true;
        }
        // By name, but not from numbers that are none of an enum.
        if (value.typeId() != QMetaType::QString && value.typeId() != QMetaType::QByteArray)
            return rejectVariant(value, object, property);
    }
    if (QMetaType::convert(value.metaType(), value.constData(), QMetaType::fromType<T>(), &converted)) {
        typed = converted;
        return true;
    }
    return rejectVariant(value, object, property);
}

} // namespace Detail

/*!
    Registers \a Models outright. Models register themselves, but a linker drops unused objects of
    a static library, and with them the registration. Any thread; harmless when done twice. No SQL.

    Models that come later, with a plug-in, renew the graph of relations, which threads read without
    a lock: load it and call checkModels() while no other thread works with models.
*/
template <typename... Models>
void registerModels()
{
    (Models::chakraRegister(), ...);
}

/*!
    All mistakes in the declarations of the registered models, each with class, property and mend;
    empty when there are none. A mistake disables the models that it touches: their queries fail
    with it. Builds the graph of relations if models were registered since. Any thread; no SQL.
*/
CHAKRA_EXPORT QList<Error> checkModels();

} // namespace Chakra

#endif // CHAKRA_MODEL_H
