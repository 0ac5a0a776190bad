pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// Take your card and your papers. A lifted card is an answer of its own.
KioskPage {
    id: root
    heading: qsTr("请拿好您的东西")
    lead: qsTr("离开前再看一眼，别落下。")

    readonly property int things: (page.card ? 1 : 0) + (page.slot ? 1 : 0) + (page.papers > 0 ? 1 : 0)

    component Thing: Panel {
        id: thing
        property string name
        property string place
        default property alias drawing: stand.data
        Layout.fillWidth: true
        Layout.fillHeight: true
        Layout.preferredWidth: 100
        Layout.preferredHeight: 100
        implicitHeight: root.things > 2 ? 290 : 340
        Item {
            id: stand
            anchors { left: parent.left; right: parent.right; top: parent.top; bottom: words.top; margins: 28; topMargin: 64 }
            SequentialAnimation on anchors.topMargin {
                loops: Animation.Infinite
                running: root.visible
                NumberAnimation { to: 44; duration: 800; easing.type: Easing.InOutSine }
                NumberAnimation { to: 64; duration: 800; easing.type: Easing.InOutSine }
            }
        }
        ColumnLayout {
            id: words
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: 32 }
            spacing: 2
            Heading {
                Layout.fillWidth: true
                horizontalAlignment: Text.AlignHCenter
                text: thing.name
                font.pixelSize: root.things > 2 ? Theme.label : Theme.title
            }
            Paragraph {
                Layout.fillWidth: true
                horizontalAlignment: Text.AlignHCenter
                text: thing.place
                color: Theme.muted
            }
        }
    }
    GridLayout {
        Layout.fillWidth: true
        Layout.fillHeight: true
        columns: root.wide ? Math.max(2, root.things) : 1
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap
        uniformCellWidths: true
        Thing {
            visible: root.page.card
            name: qsTr("取回身份证")
            place: qsTr("在屏幕下方的读卡区")
            Row {
                anchors.centerIn: parent
                spacing: root.things > 2 ? 28 : 48
                CardDrawing { width: Math.min(parent.parent.width * 0.6, parent.parent.height * 1.3, 560) }
                Icon { anchors.verticalCenter: parent.verticalCenter; name: "arrow-right"; turn: -90; side: root.things > 2 ? 84 : 110; color: Theme.accent }
            }
        }
        Thing {
            visible: root.page.slot
            name: qsTr("取回社保卡")
            place: qsTr("在屏幕下方的插卡口")
            Row {
                anchors.centerIn: parent
                spacing: root.things > 2 ? 28 : 48
                SocialCardDrawing { width: Math.min(parent.parent.width * 0.6, parent.parent.height * 1.3, 560) }
                Icon { anchors.verticalCenter: parent.verticalCenter; name: "arrow-right"; turn: -90; side: root.things > 2 ? 84 : 110; color: Theme.accent }
            }
        }
        Thing {
            visible: root.page.papers > 0
            name: qsTr("取走 %1 张纸").arg(root.page.papers)
            place: qsTr("在屏幕下方的出纸口")
            Row {
                id: pile
                anchors.centerIn: parent
                spacing: root.things > 2 ? 28 : 48
                readonly property real sheet: Math.min(340, parent.height * 0.58)
                Item {
                    width: pile.sheet + 20 * Math.min(3, root.page.papers)
                    height: pile.sheet * 1.36 + 16 * Math.min(3, root.page.papers)
                    Repeater {
                        model: Math.min(3, root.page.papers)
                        SheetDrawing { required property int index; width: pile.sheet; x: 20 * index; y: 16 * index }
                    }
                }
                Icon { anchors.verticalCenter: parent.verticalCenter; name: "arrow-right"; turn: -90; side: root.things > 2 ? 84 : 110; color: Theme.accent }
            }
        }
        Thing {
            visible: root.things === 0
            name: qsTr("随身物品")
            place: qsTr("手机、包和钥匙")
            Icon { anchors.centerIn: parent; name: "briefcase-business"; side: 200; color: Theme.ink }
        }
    }
    actions: KioskButton {
        objectName: "action_next"
        Layout.fillWidth: true
        Layout.fillHeight: true
        symbol: "check"
        text: qsTr("都拿好了")
        onClicked: Shell.answer("next")
    }
}
